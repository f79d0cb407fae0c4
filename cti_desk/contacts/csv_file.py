"""Reads a contacts file as people export them: any usual delimiter, encoding and headings.

No line is lost without a sentence that says so.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from msgspec import Struct

from cti_desk.contacts.csv_cells import is_rounded, numbers_in, plain_cell
from cti_desk.contacts.csv_columns import Columns, columns_of
from cti_desk.core.text import clean

_DELIMITERS: Final = ",;\t|"
_SEPARATOR_LINE: Final = re.compile(r'\s*"?sep=(.|\\t)"?\s*', re.IGNORECASE)
_LOOKS_LIKE_A_NUMBER: Final = re.compile(r"\+?[0-9(][0-9 ().\-/]{2,}")
_FORMULA: Final = r'(^|{0})\s*="'
_MOST_PROBLEMS: Final = 20
_MOST_LINES_IN_A_CELL: Final = 100
_LINES_LOOKED_AT: Final = 30
_SAMPLE: Final = 4_000  # bytes from which an encoding without a mark is recognised
_NULS: Final = 0.1  # of every second byte: digits and delimiters are in every file


class Entry(Struct, frozen=True, gc=False):
    """One line of the file: a name, its numbers as they were written, and its company."""

    name: str
    numbers: tuple[str, ...]
    company: str = ""


class Contents(Struct, frozen=True):
    """``problems`` are sentences with line numbers, at most 20 and last ones for the rest."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[str, ...] = ()


def read_contacts(path: Path) -> Contents:
    """Read the file; raises `OSError`. What cannot be understood is a problem, never an error."""
    return _Reader(decoded(path.read_bytes())).read()


def decoded(content: bytes) -> str:
    """UTF-8, UTF-16 or UTF-32 with or without mark, else Windows' western encoding."""
    for mark, encoding in (
        (b"\xff\xfe\0\0", "utf-32"),
        (b"\0\0\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    if unmarked := _utf_16_without_mark(content):
        return content.decode(unmarked, "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _utf_16_without_mark(content: bytes) -> str | None:
    sample = content[:_SAMPLE]
    half = len(sample) // 2
    if not half:
        return None
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    if second > _NULS * half and second > 4 * first:
        return "utf-16-le"
    return "utf-16-be" if first > _NULS * half and first > 4 * second else None


class _Reader:
    def __init__(self, text: str) -> None:
        self._lines = list(io.StringIO(text.replace("\0", ""), newline=None))
        self._line = 0  # the one being read, from 1
        self._delimiter = self._delimiter_line() or _delimiter(self._lines[self._line :])
        self._formula = re.compile(_FORMULA.format(re.escape(self._delimiter)))
        self._width = 0  # of the first row, in cells
        self._entries: list[Entry] = []
        self._problems: list[str] = []
        self._bad = 0
        self._without_number = 0

    def read(self) -> Contents:
        rows = self._rows()
        head = next(rows, None)
        if head is None:
            return Contents(problems=("The contacts file is empty.",))
        self._width = len(head)
        columns = self._columns(head)
        if columns is None:
            return Contents(problems=tuple(self._problems))
        for row in rows:
            self._add(row, columns)
        return Contents(tuple(self._entries), (*self._problems, *self._last_words()))

    def _columns(self, head: list[str]) -> Columns | None:
        if not any(_LOOKS_LIKE_A_NUMBER.fullmatch(plain_cell(cell)) for cell in head):
            columns = columns_of(head)
            if columns is None:
                self._problems.append(
                    "The contacts file has no column for numbers: call one “number” or “phone”."
                )
            elif not columns.has_names:
                self._problems.append("The contacts file has no column for names: call one “name”.")
                columns = None
            return columns
        columns = _without_headings(head)
        if columns is None:
            self._problems.append("The contacts file has no column for names: call one “name”.")
        else:
            self._add(head, columns)
        return columns

    def _last_words(self) -> Iterator[str]:
        if self._bad > _MOST_PROBLEMS:
            yield f"… and {self._bad - _MOST_PROBLEMS} more lines."
        if self._without_number:
            lines = (
                "1 line has" if self._without_number == 1 else f"{self._without_number} lines have"
            )
            yield f"Contacts file: {lines} no number."
        elif not self._entries and not self._problems:
            yield "The contacts file has headings but no contacts."

    def _rows(self) -> Iterator[list[str]]:
        """The rows' cells. A quotation mark that nothing closes costs its own line only."""
        while self._line < len(self._lines):
            line = self._lines[self._line]
            self._line += 1
            cells = self._quoted() if '"' in line else line.rstrip("\n").split(self._delimiter)
            if any(cell.strip() for cell in cells):
                yield cells

    def _quoted(self) -> list[str]:
        begin = self._line - 1
        lines = self._lines[begin : begin + _MOST_LINES_IN_A_CELL]
        lines[0] = self._formula.sub(r'\1"', lines[0])
        reader = csv.reader(lines, delimiter=self._delimiter, strict=True, skipinitialspace=True)
        try:
            cells = next(reader)
            closed = not self._has_taken_rows_in(cells)
        except csv.Error:
            closed = False
        if not closed:
            if tidied := self._with_blanks_behind_quotes(lines[0]):
                return tidied
            self._problem("a quotation mark is not closed; the line was read without it")
            return lines[0].rstrip("\n").replace('"', "").split(self._delimiter)
        self._line = begin + reader.line_num
        return cells

    def _with_blanks_behind_quotes(self, line: str) -> list[str] | None:
        """The cells of ``"Maria Souza" ,"2198765456"``, which the csv module refuses."""
        end = rf'"[ \t]+(?={re.escape(self._delimiter)}|$)'
        tidy = re.sub(end, '"', line.rstrip("\n"))
        if tidy == line.rstrip("\n"):
            return None
        reader = csv.reader([tidy], delimiter=self._delimiter, strict=True, skipinitialspace=True)
        with suppress(csv.Error):
            return next(reader)
        return None

    def _has_taken_rows_in(self, cells: list[str]) -> bool:
        """Whether rows are in a cell because some later row's quotation mark closed it.

        An address on several lines has delimiters too: a row also has a number in a cell.
        """
        if self._width < 2:
            return False
        lines = [line for cell in cells if "\n" in cell for line in cell.split("\n")]
        return bool(lines) and (len(cells) > self._width or any(map(self._is_a_row, lines)))

    def _is_a_row(self, line: str) -> bool:
        cells = line.split(self._delimiter)
        return len(cells) >= self._width and any(
            _LOOKS_LIKE_A_NUMBER.fullmatch(plain_cell(cell)) for cell in cells
        )

    def _add(self, row: list[str], columns: Columns) -> None:
        cells = [clean(plain_cell(cell)) for cell in row]
        numbers: list[str] = []
        bad = self._bad
        for index in columns.numbers:
            cell = plain_cell(row[index]) if index < len(row) else ""
            if is_rounded(cell):
                self._problem(f"“{cell[:40]}” was rounded by a spreadsheet; the number is lost")
            elif cell:
                found, others = numbers_in(cell)
                numbers += found
                for other in others:
                    self._problem(f"“{clean(other, 40)}” is no number")
        name = columns.name_of(cells)
        if numbers and name:
            entry = Entry(name, tuple(dict.fromkeys(numbers)), columns.company_of(cells))
            self._entries.append(entry)
        elif numbers:
            self._problem("there is a number but no name")
        elif self._bad == bad:
            self._without_number += 1

    def _problem(self, words: str) -> None:
        self._bad += 1
        if self._bad <= _MOST_PROBLEMS:
            self._problems.append(f"Contacts file, line {self._line}: {words}.")

    def _delimiter_line(self) -> str | None:
        """The delimiter that a first line ``sep=;`` names, as spreadsheets write and read it."""
        found = _SEPARATOR_LINE.fullmatch(self._lines[0].rstrip("\n")) if self._lines else None
        if found is None:
            return None
        self._line = 1
        return "\t" if found[1] == "\\t" else found[1]


def _without_headings(row: list[str]) -> Columns | None:
    """A file that begins with a contact: the first cell that is no number is its name."""
    cells = [plain_cell(cell) for cell in row]
    numbers = tuple(
        index for index, cell in enumerate(cells) if _LOOKS_LIKE_A_NUMBER.fullmatch(cell)
    )
    names = [index for index, cell in enumerate(cells) if cell and index not in numbers]
    return Columns(names[0], None, None, None, numbers) if names else None


def _delimiter(lines: Sequence[str]) -> str:
    """The character that parts as many cells in most lines as in the first."""
    sample = [re.sub(r'"[^"]*"', "", line) for line in lines if line.strip()][:_LINES_LOOKED_AT]
    if not sample:
        return ","
    score: Counter[str] = Counter()
    for character in _DELIMITERS:
        wanted = sample[0].count(character)
        if wanted:
            alike = sum(line.count(character) == wanted for line in sample)
            score[character] = alike * 1_000 + min(wanted, 999)
    return max(_DELIMITERS, key=lambda character: score[character])
