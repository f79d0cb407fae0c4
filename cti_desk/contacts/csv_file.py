"""Reads a contacts file as people export them: any usual delimiter, encoding and header names."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct

# Header names in lower case, letters only: English, Portuguese, Dutch, French, German.
_NAMES: Final = """
name fullname displayname contact contactname fileas nome nomecompleto contato naam volledigenaam
nom nomcomplet anzeigename
"""
_FIRST_NAMES: Final = "firstname givenname forename primeironome prenom voornaam vorname"
_LAST_NAMES: Final = "lastname surname familyname sobrenome achternaam nomdefamille nachname"
_COMPANIES: Final = """
company organization organisation organizationname empresa bedrijf entreprise societe firma
"""
_NUMBER: Final = re.compile(
    r"number|phone|^tel|telefo|telephone|mobile|cell|celular|fone|mobiel|rufnummer|handy|portable|"
    r"^gsm|^numero|^nummer|whatsapp|^ramal|extension"
)
_NOT_A_NUMBER: Final = re.compile(
    r"email|type|label|customer|client|account|house|street|postal|^id"
)
_LOOKS_LIKE_A_NUMBER: Final = re.compile(r"\+?[0-9][0-9 ().\-/]{2,}")
_SPOILED: Final = re.compile(r"[0-9]+[.,][0-9]+[eE]\+?[0-9]+")
_MOST_PROBLEMS: Final = 20


class Entry(Struct, frozen=True, gc=False):
    """One line of the file: a name, and its numbers as they were written."""

    name: str
    numbers: tuple[str, ...]


class Contents(Struct, frozen=True):
    """``problems`` are sentences with line numbers, at most 20 and a last one for the rest."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[str, ...] = ()


def read_contacts(path: Path) -> Contents:
    """Read the file; raises `OSError`. What cannot be understood is a problem, never an error."""
    reader = _Reader(decoded(path.read_bytes()))
    return reader.read()


def decoded(content: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with one, else Windows' western encoding."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


class _Reader:
    def __init__(self, text: str) -> None:
        first = next((line for line in text.splitlines() if line.strip()), "")
        self._rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(first))
        self._entries: list[Entry] = []
        self._problems: list[str] = []
        self._bad = 0

    def read(self) -> Contents:
        rows = self._each()
        head = next(rows, None)
        if head is None:
            return Contents(problems=("The contacts file is empty.",))
        columns = _columns(head)
        if columns is None:
            columns = _without_header(head)
            if columns is None:
                words = "The contacts file has no column for numbers: call one “number” or “phone”."
                return Contents(problems=(words,))
            self._take(head, columns)
        for row in rows:
            self._take(row, columns)
        if self._bad > _MOST_PROBLEMS:
            self._problems.append(f"… and {self._bad - _MOST_PROBLEMS} more lines.")
        return Contents(tuple(self._entries), tuple(self._problems))

    def _each(self) -> Iterator[list[str]]:
        while True:
            try:
                row = next(self._rows)
            except StopIteration:
                return
            except csv.Error as error:
                self._problem(f"cannot be read ({error})")
                continue
            if any(cell.strip() for cell in row):
                yield row

    def _take(self, row: list[str], columns: _Columns) -> None:
        cells = [cell.strip() for cell in row]
        name = columns.name_of(cells)
        numbers = []
        for index in columns.numbers:
            cell = cells[index] if index < len(cells) else ""
            if _SPOILED.fullmatch(cell):
                self._problem(f"“{cell}” was rounded by a spreadsheet; the number is lost")
            elif cell and not any(c.isdigit() for c in cell):
                self._problem(f"“{cell[:40]}” is no number")
            elif cell:
                numbers += [part.strip() for part in re.split(r"[;|]|:::", cell) if part.strip()]
        if numbers and name:
            self._entries.append(Entry(name, tuple(numbers)))
        elif numbers:
            self._problem("there is a number but no name")

    def _problem(self, words: str) -> None:
        self._bad += 1
        if self._bad <= _MOST_PROBLEMS:
            self._problems.append(f"Contacts file, line {self._rows.line_num}: {words}.")


class _Columns(Struct, frozen=True):
    name: int | None
    first: int | None
    last: int | None
    company: int | None
    numbers: tuple[int, ...]

    def name_of(self, cells: list[str]) -> str:
        def cell(index: int | None) -> str:
            return cells[index] if index is not None and index < len(cells) else ""

        person = " ".join(filter(None, (cell(self.first), cell(self.last))))
        return cell(self.name) or person or cell(self.company)


def _columns(head: list[str]) -> _Columns | None:
    keys = [_key(cell) for cell in head]
    numbers = tuple(
        index
        for index, key in enumerate(keys)
        if _NUMBER.search(key) and not _NOT_A_NUMBER.search(key)
    )
    if not numbers or any(_LOOKS_LIKE_A_NUMBER.fullmatch(cell.strip()) for cell in head):
        return None

    def index_of(names: str) -> int | None:
        known = names.split()
        return next((index for index, key in enumerate(keys) if key in known), None)

    return _Columns(
        index_of(_NAMES),
        index_of(_FIRST_NAMES),
        index_of(_LAST_NAMES),
        index_of(_COMPANIES),
        numbers,
    )


def _without_header(row: list[str]) -> _Columns | None:
    """A file that begins with a contact: the first cell that is no number is its name."""
    numbers = tuple(
        index for index, cell in enumerate(row) if _LOOKS_LIKE_A_NUMBER.fullmatch(cell.strip())
    )
    names = [index for index in range(len(row)) if index not in numbers]
    if not numbers or not names:
        return None
    return _Columns(names[0], None, None, None, numbers)


def _key(cell: str) -> str:
    """``E-Mail Adresse`` → ``emailadresse``."""
    plain = unicodedata.normalize("NFKD", cell.lower())
    return "".join(c for c in plain if c.isalnum() and not unicodedata.combining(c))


def _delimiter(line: str) -> str:
    outside = re.sub(r'"[^"]*"', "", line)
    return max(",;\t", key=outside.count)
