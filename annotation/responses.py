"""Responses of language models to a prompt: what a task holds of them, and in which order a person sees them.

The prompt is the task's text, the turns before it are its `meta.context`, and `meta.responses` is a list of objects
with `key` and `text`. What else they say, the model's name above all, is kept with the task, and annotators do not see
it.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from projects.markdown import render


def responses_of(meta: Mapping[str, Any]) -> dict[str, str]:
    """Key -> text of each response, in the order of the task. What was imported may be anything: only pairs count."""
    found = meta.get("responses")
    return {
        response["key"]: response["text"]
        for response in (found if isinstance(found, list) else [])
        if isinstance(response, Mapping)
        and isinstance(response.get("key"), str)
        and isinstance(response.get("text"), str)
    }


def models_of(meta: Mapping[str, Any]) -> dict[str, str]:
    """Key -> model of each response that says which one it is from."""
    keys = responses_of(meta)
    return {
        response["key"]: response["model"]
        for response in (meta["responses"] if keys else [])
        if isinstance(response, Mapping)
        and response.get("key") in keys
        and isinstance(response.get("model"), str)
        and response["model"].strip()
    }


def shown_to(person: int, task: int, keys: Iterable[str]) -> tuple[str, ...]:
    """The order in which a person sees the responses of a task: another for each, and the same at every visit.

    So where people prefer what stands first, it falls on each response alike, and can be measured.
    """
    return tuple(sorted(keys, key=lambda key: sha256(f"{person}/{task}/{key}".encode()).digest()))


def responses_doc(text: str, meta: Mapping[str, Any], order: Iterable[str] | None = None) -> dict[str, Any] | None:
    """Prompt and responses as people read them, in Markdown made safe; None where a task has no responses."""
    responses = responses_of(meta)
    if not responses:
        return None
    turns = meta.get("context")
    before = [turn for turn in (turns if isinstance(turns, list) else []) if isinstance(turn, Mapping)]
    return {
        "prompt": [
            {"speaker": str(turn.get("speaker") or ""), "html": render(str(turn.get("text") or ""))}
            for turn in [*before, {"speaker": meta.get("speaker"), "text": text}]
        ],
        "items": [{"key": key, "text": responses[key], "html": render(responses[key])} for key in (order or responses)],
    }


def without_responses(meta: Mapping[str, Any]) -> dict[str, Any]:
    """What else is known of the task: who gave a response is not for those who judge it."""
    return {name: value for name, value in meta.items() if name != "responses"} if responses_of(meta) else dict(meta)
