"""A TOML file as read: its values, and where each stands."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

from cti_desk.core.errors import SettingsError
from cti_desk.settings.lines import Lines

LARGEST: Final = 1_000_000
"""In characters. A file that is larger was not written by a person."""

MOST_DOTS: Final = 1_000
"""On one line. tomllib's time grows with the square of a dotted key's parts."""

_TOO_DEEP: Final = "lists or tables stand too deep within each other."


class Problem:
    """One thing that is wrong in a file; `str()` is the sentence, ``words`` it without the place.

    ``setting`` is the path of what is wrong, empty when it is the whole file.
    """

    def __init__(self, path: Path, line: int | None, setting: tuple[str, ...], words: str) -> None:
        self.line, self.setting, self.words = line, setting, words
        where = f"{path}, line {line}" if line else str(path)
        self.sentence = f"{where}: {words}"

    def __str__(self) -> str:
        return self.sentence


class BadSettings(SettingsError):
    """All problems of a file as one error: a sentence a line, the first's parts in ``details``."""

    def __init__(self, path: Path, problems: list[Problem]) -> None:
        first = problems[0]
        key = ".".join(first.setting) or None
        super().__init__(
            "\n".join(map(str, problems)),
            details={"file": str(path), "line": first.line, "key": key},
        )
        self.problems = tuple(problems)


def error_of(path: Path, problems: list[Problem]) -> BadSettings:
    """The problems of a file as one error."""
    return BadSettings(path, problems)


class Document:
    """The values of a file. A missing file is an empty document with ``found`` false."""

    def __init__(self, path: Path, text: str | None) -> None:
        self.path = path
        self.found = text is not None
        self.values: dict[str, Any] = _parse(path, text) if text else {}
        self._lines = Lines(text or "")

    def problem(self, key: tuple[str, ...], words: str) -> Problem:
        """A problem with this key."""
        return Problem(self.path, self._lines.of(key), key, words)


def read(path: Path) -> Document:
    """Read a file; raises `SettingsError` if it cannot be read or is not TOML."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(LARGEST + 1)
    except FileNotFoundError:
        return Document(path, None)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = Problem(path, line, (), "this is not UTF-8 text. Save the file as UTF-8.")
        raise error_of(path, [problem]) from error
    except OSError as error:
        words = f"the file cannot be read ({error.strerror})."
        raise error_of(path, [Problem(path, None, (), words)]) from error
    if len(text) > LARGEST:
        words = "the file is too large to be a settings file."
        raise error_of(path, [Problem(path, None, (), words)])
    return Document(path, text)


def _parse(path: Path, text: str) -> dict[str, Any]:
    for number, written in enumerate(text.split("\n"), 1):
        if written.count(".") > MOST_DOTS:
            raise error_of(path, [Problem(path, number, (), _TOO_DEEP)])
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise error_of(path, [Problem(path, None, (), _TOO_DEEP)]) from error
    except tomllib.TOMLDecodeError as error:
        words, _, place = str(error).rpartition(" (at ")
        line = _line_of(place, text)
        problem = Problem(path, line, (), f"this is not valid TOML: {words or error}.")
        raise error_of(path, [problem]) from error


def _line_of(place: str, text: str) -> int:
    """From ``line 3, column 5)`` or ``end of document)``."""
    digits = "".join(c for c in place.partition(",")[0] if c.isdigit())
    return int(digits) if digits else max(1, text.count("\n"))
