"""Texts of both directions of writing beside each other."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

_FROM_RIGHT: Final = frozenset({"R", "AL"})
_ISOLATE, _END = "\u2068", "\u2069"


def isolated(text: str) -> str:
    """Return ``text`` so that what stands beside it keeps its place (UAX #9, isolates).

    Without, a number that follows a Hebrew or Arabic name would be drawn before it.
    """
    if text.isascii() or not any(unicodedata.bidirectional(each) in _FROM_RIGHT for each in text):
        return text
    return f"{_ISOLATE}{text}{_END}"


def beside(parts: Iterable[str]) -> str:
    """Join what is there with dots in the middle."""
    return " · ".join(isolated(part) for part in parts if part)
