"""Finds the line of a key in a TOML file: tomllib does not tell it, and people need it."""

from __future__ import annotations

import re
from typing import Final

_WORD: Final = r"(?:\"(?:[^\"\\]|\\.)*\"|'[^']*'|[A-Za-z0-9_-]+)"
_PATH: Final = rf"{_WORD}(?:[ \t]*\.[ \t]*{_WORD})*"
_TABLE: Final = re.compile(rf"[ \t]*\[\[?[ \t]*({_PATH})[ \t]*\]")
_KEY: Final = re.compile(rf"[ \t]*({_PATH})[ \t]*=")
_TOKEN: Final = re.compile(
    r'"""|\'\'\'|"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*|[\[\]{}]',
)

Path = tuple[str, ...]


class Lines:
    """Line numbers (from 1) of the tables and keys of a valid TOML text."""

    def __init__(self, text: str) -> None:
        self._known: dict[Path, int] = {}
        table: Path = ()
        open_brackets, quote = 0, ""
        for number, line in enumerate(text.splitlines(), 1):
            start = 0
            if not quote and not open_brackets:
                if header := _TABLE.match(line):
                    table = _split(header[1])
                    self._known.setdefault(table, number)
                    continue
                if key := _KEY.match(line):
                    self._known.setdefault(table + _split(key[1]), number)
                    start = key.end()
            open_brackets, quote = _state_after(line[start:], open_brackets, quote)

    def of(self, path: Path) -> int | None:
        """The line of this key, or of the nearest table around it."""
        while path:
            if path in self._known:
                return self._known[path]
            path = path[:-1]
        return None


def _split(path: str) -> Path:
    return tuple(_plain(word) for word in re.findall(_WORD, path))


def _plain(word: str) -> str:
    if word.startswith("'"):
        return word[1:-1]
    if word.startswith('"'):
        return re.sub(r"\\(.)", r"\1", word[1:-1])
    return word


def _state_after(text: str, brackets: int, quote: str) -> tuple[int, str]:
    """Follow a value over a line: how many brackets, and which long string, are still open."""
    position = 0
    while position < len(text):
        if quote:
            end = text.find(quote, position)
            if end < 0:
                return brackets, quote
            position, quote = end + len(quote), ""
            continue
        token = _TOKEN.search(text, position)
        if token is None:
            break
        position = token.end()
        if token[0] in ('"""', "'''"):
            quote = token[0]
        elif token[0] in "[{":
            brackets += 1
        elif token[0] in "]}":
            brackets -= 1
    return brackets, quote
