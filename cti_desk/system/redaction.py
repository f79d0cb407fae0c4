"""Keeps secrets and customers' numbers out of the log, in every message."""

from __future__ import annotations

import json
import re
import threading
from typing import Final
from urllib.parse import quote, quote_plus

MARK: Final = "[secret]"
SHORTEST: Final = 3
"""A shorter "secret" would black out every line and protects nothing."""


SHORTEST_NUMBER: Final = 7
"""The shortest number that is masked. Extensions and short codes are shorter, and no secret."""

# Digits as a telephone number is written. Not: a vendor's call id (1282781304.2.5), a version or an
# address (dots), part of a longer word such as a UUID, a date.
_NUMBER: Final = re.compile(
    r"(?<![\w.+-])(?!\d{4}-\d\d-\d\d(?!\d))"
    r"(?:\+|%2B|00)?\(?\d(?:[ ()/-]{0,2}\d){5,}(?![\w-]|\.\d)"
)
_SHOWN: Final = 3


def mask_numbers(text: str) -> str:
    """The text with all but the last three digits of each telephone number covered.

    They tell two callers of one log apart, and say of nobody who it was.
    """
    return _NUMBER.sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    digits = [sign for sign in found[0] if sign.isdigit()]
    if len(digits) < SHORTEST_NUMBER:
        return found[0]
    return "…" + "".join(digits[-_SHOWN:])


class Redaction:
    """Replaces what it was told in any text, also where it is written in an escaped form."""

    def __init__(self) -> None:
        self._spellings: tuple[str, ...] = ()
        self._lock = threading.Lock()

    def register(self, value: str) -> None:
        """Keep ``value`` out from now on. A value shorter than `SHORTEST` is ignored."""
        if len(value) < SHORTEST:
            return
        spellings = {
            value,
            json.dumps(value)[1:-1],
            json.dumps(value, ensure_ascii=False)[1:-1],
            repr(value)[1:-1],
            quote(value, safe=""),
            quote_plus(value),
            value.replace("\\", "\\\\").replace(":", "\\c").replace("\n", "\\n"),  # STOMP 1.2
        }
        with self._lock:  # secrets come from the loop and from link threads
            # The longest first: a spelling may contain another one.
            known = {*self._spellings, *spellings}
            self._spellings = tuple(sorted(known, key=len, reverse=True))

    def apply(self, text: str) -> str:
        """The text with `MARK` in place of each secret."""
        for spelling in self._spellings:
            if spelling in text:
                text = text.replace(spelling, MARK)
        return text
