"""Secrets do not reach the log, whoever puts them into a message or a traceback."""

from __future__ import annotations

import json
import threading
from typing import Final
from urllib.parse import quote, quote_plus

MARK: Final = "[secret]"
SHORTEST: Final = 3
"""A shorter "secret" would black out every line and protects nothing."""


class Redaction:
    """Replaces what it was told in any text, also where it is written in an escaped form."""

    def __init__(self) -> None:
        self._spellings: tuple[str, ...] = ()
        self._lock = threading.Lock()

    def register(self, value: str) -> None:
        """Keep ``value`` out from now on; shorter than `SHORTEST` it is ignored."""
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
