"""Tokens of a text with their places, in code points.

Latin and other alphabetic words and numbers stay whole, each character of Chinese and Japanese writing is a token of
its own, so is each other sign; an emoji with its modifiers is one token. Spaces are between tokens.
"""

import re
from collections.abc import Sequence

Token = tuple[int, int]  # start and end in the text, half-open

IDEOGRAPHS = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3040-\u30ff\u3100-\u312f\u3190-\u319f\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
MARKS = "\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef"
TOKEN = re.compile(rf"[^\W{IDEOGRAPHS}](?:[^\W{IDEOGRAPHS}]|[{MARKS}])*|\S(?:[{MARKS}]|\u200d\S)*")


def tokenise(text: str) -> list[Token]:
    """The tokens of a text, in its order."""
    return [match.span() for match in TOKEN.finditer(text)]


def align(text: str, tokens: Sequence[str]) -> list[Token] | None:
    """Where given tokens stand in a text that has nothing but spaces between them; None when they do not fit."""
    found: list[Token] = []
    at = 0
    for token in tokens:
        while at < len(text) and text[at].isspace() and not text.startswith(token, at):
            at += 1
        if not token or not text.startswith(token, at):
            return None
        found.append((at, at + len(token)))
        at += len(token)
    return found if not text[at:].strip() else None


def join(tokens: Sequence[str]) -> str:
    """A text for tokens that came without one: a space between two words, none beside Chinese or Japanese."""
    text = ""
    for token in tokens:
        if text and _is_word(text[-1]) and _is_word(token[0]):
            text += " "
        text += token
    return text


def _is_word(character: str) -> bool:
    return re.match(rf"[^\W{IDEOGRAPHS}]", character) is not None
