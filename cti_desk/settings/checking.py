"""Checks whether a value is what its field declares. Problems name the key and what
was expected.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any, Final

from cti_desk.core.text import oddity
from cti_desk.declarations.fields import Field

_WORDS: Final = {
    "text": "text in quotes",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "choice": "text in quotes",
    "list": "a list of texts",
    "table": "a table of texts",
}


def nearest(key: str, known: Collection[str]) -> str:
    """A question such as `` Did you mean "on_quit"?``, or nothing."""
    close = get_close_matches(key.lower(), known, n=1, cutoff=0.6)
    return f' Did you mean "{close[0]}"?' if close else ""


def check_value(field: Field, value: Any) -> str | None:
    """What is wrong with a value, as the end of a sentence; values are never repeated."""
    if field.kind == "secret":
        return "is a secret and does not belong in a file"
    if not _has_type(field, value):
        return f"should be {_WORDS[field.kind]}"
    if field.kind == "choice" and value not in field.choices:
        choices = ", ".join(f'"{choice}"' for choice in field.choices)
        return f"should be one of {choices}.{nearest(value, field.choices)}".removesuffix(".")
    if field.kind in ("integer", "number"):
        return _check_range(field, value)
    return next(filter(None, map(oddity, _texts(value))), None)


def _texts(value: Any) -> list[str]:
    """The texts in a value, those of a table with their names."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for pair in value.items() for text in pair]
    return value if isinstance(value, list) else []


def _has_type(field: Field, value: Any) -> bool:
    match field.kind:
        case "text" | "choice":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        case "list":
            return isinstance(value, list) and all(isinstance(each, str) for each in value)
        case "table":
            return isinstance(value, Mapping) and all(isinstance(v, str) for v in value.values())
        case "secret":
            return False


def _check_range(field: Field, value: float) -> str | None:
    low, high = field.minimum, field.maximum
    if value != value:
        return "should be a number"
    if low is not None and value < low:
        return f"should be at least {low:g}"
    if high is not None and value > high:
        return f"should be at most {high:g}"
    return None
