"""Makes sure that printed text never commands the terminal, wherever it comes from.

Pause reasons, names, servers' messages and arguments may hold escape sequences that set a window's
title, hide lines or repeat keys.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, TextIO, cast

from cti_desk.core.text import printable

_NOT_ASCII: Final = re.compile("[^\x00-\x7e]")


class SafeStream:
    """A text stream that lets only printable characters, line ends and tabs through."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        self._stream.write(printable(text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def safe_output() -> Iterator[None]:
    """Whatever is printed inside goes through `SafeStream`."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (
        None if each is None else cast(TextIO, SafeStream(each)) for each in before
    )
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def pretty(value: Any) -> str:
    """Return JSON to be read by people, and still the same data: what is odd is escaped."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    if printable(text) == text:
        return text
    return _NOT_ASCII.sub(_escaped_if_odd, text)


def _escaped_if_odd(found: re.Match[str]) -> str:
    character = found.group()
    return character if printable(character) == character else json.dumps(character)[1:-1]
