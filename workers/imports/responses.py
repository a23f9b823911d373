"""Prompts and responses of language models in the shapes in which they are handed around, in the one of this house.

    "prompt": "…"  or  [{"role": "user", "content": "…"}, …]     ("messages" and "question" are read alike)
    "responses": ["…", …]  or  [{"text": "…", "model": "…"}, …]   ("answers", "completions", "outputs" too)
    "chosen": "…", "rejected": "…"                                as for preference training
    "response_a": "…", "response_b": "…", "model_a": "…", …       columns of a table

The last turn becomes the text, those before it `context`, the responses `meta.responses` with the keys a, b, c, ….
"""

from collections.abc import Sequence
from string import ascii_lowercase
from typing import Any

from django.utils.translation import gettext as _

PROMPTS = ("prompt", "messages", "question", "提示", "问题")
LISTS = ("responses", "answers", "completions", "outputs")
PAIR = ("chosen", "rejected")
COLUMN = "response_"
MOST = 12


class Unreadable(ValueError):
    """What is wrong with the responses of a row, as a sentence."""


def take(found: dict[str, Any]) -> str | None:
    """Take prompt and responses out of a row; the responses and earlier turns stay in it as meta. None: it has none.

    Where there is a `text`, and no prompt, only `responses` are: answers to a text may be anything.

    returns   the text to label
    """
    responses = _responses(found, [*LISTS[:1], *([] if found.get("text") is not None else LISTS[1:])])
    if responses is None:
        return None
    text = found.pop("text", None)
    for name in PROMPTS:
        if text is None and found.get(name) is not None:
            text = found.pop(name)
    turns = _turns(text)
    if not turns:
        raise Unreadable(_("There are responses, but no “prompt” that they answer. Add it."))
    *before, last = turns
    if before:
        found["context"] = before
    if last.get("speaker") and len(turns) > 1:
        found["speaker"] = last["speaker"]
    found["responses"] = responses
    return last["text"]


def _responses(found: dict[str, Any], lists: Sequence[str]) -> list[dict[str, Any]] | None:
    given = next((found.pop(name) for name in lists if isinstance(found.get(name), list)), None)
    if given is None and len(lists) > 1 and all(found.get(name) is not None for name in PAIR):
        given = [found.pop(name) for name in PAIR]
    if given is None:
        columns = [letter for letter in ascii_lowercase if str(found.get(f"{COLUMN}{letter}") or "").strip()]
        given = [_column(found, letter) for letter in columns] or None
    if given is None:
        return None
    if not 1 <= len(given) <= MOST:
        raise Unreadable(_("A task has 1 to %(most)d responses; this one has %(n)d.") % {"most": MOST, "n": len(given)})
    responses = [_response(one, ascii_lowercase[i]) for i, one in enumerate(given)]
    keys = [response["key"] for response in responses]
    if len(set(keys)) < len(keys):
        raise Unreadable(_("Two responses have the same key. Give each one its own, or none."))
    return responses


def _column(found: dict[str, Any], letter: str) -> dict[str, Any]:
    response = {"key": letter, "text": found.pop(f"{COLUMN}{letter}")}
    model = found.pop(f"model_{letter}", None)
    return response | ({"model": model} if model else {})


def _response(given: Any, key: str) -> dict[str, Any]:
    if isinstance(given, list):  # a conversation that ends with the response
        given = {"text": turns[-1]["text"]} if (turns := _turns(given)) else {}
    if isinstance(given, str):
        given = {"text": given}
    names = ("text", "content", "response")
    held = given if isinstance(given, dict) else {}
    text = next((held[name] for name in names if isinstance(held.get(name), str)), None)
    if text is None:
        raise Unreadable(_('A response is a text, or an object such as {"text": "…", "model": "…"}.'))
    own = held.get("key", key)
    if not isinstance(own, str) or not own.isidentifier() or not own.isascii() or len(own) > 20 or own == "tie":
        message = _("The key of a response has Latin letters, digits and _, 20 at most, and is not “tie”.")
        raise Unreadable(message)
    rest = {name: value for name, value in held.items() if name not in (*names, "key", "role")}
    return {"key": own, "text": text, **rest}


def _turns(given: Any) -> list[dict[str, Any]]:
    """A conversation as turns with `speaker` and `text`; a text is the only one."""
    if isinstance(given, str) and given.strip():
        return [{"text": given}]
    if not isinstance(given, list):
        return []
    turns = []
    for turn in given:
        text = (turn.get("content") or turn.get("text") or turn.get("value")) if isinstance(turn, dict) else None
        if not isinstance(text, str):
            raise Unreadable(_('A turn of a conversation is an object such as {"role": "user", "content": "…"}.'))
        turns.append({"speaker": str(turn.get("role") or turn.get("speaker") or turn.get("from") or ""), "text": text})
    return turns
