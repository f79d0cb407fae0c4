"""Contacts in memory: by number in one step, by name or digits while somebody types."""

from __future__ import annotations

import heapq
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from cti_desk.contacts.csv_file import Entry
from cti_desk.core.dialing import DialRules, ReadNumber, read_caller, read_listed
from cti_desk.core.ports import Contact
from cti_desk.core.written_number import digits_of

GUESS_DIGITS: Final = 7
_INDEX_DIGITS: Final = 6  # as many as Faroe numbers have
_MOST_ROWS: Final = 10_000  # of a number that thousands share, or that thousands end alike
_MOST_NUMBERS_READ: Final = 50  # by the library, some 0.1 ms each, while a call rings
_MOST_NAMES: Final = 3


class Suggestion(Struct, frozen=True, gc=False):
    """A contact's name with one of its numbers, as written in the file."""

    name: str
    number: str


class _Row(Struct, frozen=True, gc=False):
    name: str
    number: str
    company: str


class ContactBook:
    """Never changes once built: a changed file makes a new one, in a thread.

    ``rules`` are those of the place: how callers' and contacts' numbers are read.
    """

    def __init__(self, entries: Iterable[Entry] = (), rules: DialRules | None = None) -> None:
        self._rules = rules or DialRules()
        self._rows: list[_Row] = []
        # By the last digits: the newest row, and for each row the one before it. Reading a hundred
        # thousand numbers with the library would take ten seconds; this way only few are read.
        self._newest: dict[str, int] = {}
        self._before = array("l")
        # Contacts' numbers are read when a caller's ends like them.
        self._read = lru_cache(maxsize=4096)(lambda number: read_listed(number, self._rules))
        texts = []
        for entry in entries:
            for number in entry.numbers:
                digits = digits_of(number)
                self._add(_Row(entry.name, number, entry.company), digits)
                texts.append(f"{_folded(entry.name)}\t{digits}\n")
        # One long text searched at C speed: 100,000 contacts in about a millisecond.
        self._text = "\n" + "".join(texts)
        self._starts = _starts(texts)

    def __len__(self) -> int:
        return len(self._rows)

    def look_up(self, number: str) -> Contact:
        """Who has this number, as a telephone system writes it. See `who`."""
        return self.who(read_caller(number, self._rules), number)

    def who(self, read: ReadNumber, written: str) -> Contact:
        """Who has this number: by the whole number, otherwise by its last digits.

        If one person has exactly that number, the name is certain. It is marked as a guess if
        several people have the number, if only the last digits agree, or if the contact's number
        has other digits before them.
        """
        known = Contact(None, read.e164, read.display or written)
        exact, main, alike = [], [], []
        for number, rows in self._candidates(read):
            theirs = self._read(number)
            if _is_same(read, theirs):
                exact += rows
            elif read.public and theirs.public and read.e164 == theirs.e164:
                main += rows  # the number of a house, and an extension in it
            elif _ends_alike(read, theirs):
                alike += rows
        if exact:
            return _named(known, exact, certain=True)
        if main:
            return _named(known, main, certain=False)
        if len({row.name for row in alike}) == 1:
            return _named(known, alike, certain=False)
        return known

    def suggest(self, text: str, limit: int = 8) -> list[Suggestion]:
        """Contacts whose name has a word beginning with the text, or whose number contains it."""
        wanted = _folded(text.strip())
        digits = digits_of(text)
        if not wanted:
            return []
        found = self._search(f"\n{wanted}", limit)
        found += self._search(f" {wanted}", limit)
        if len(digits) >= 2 and not any(c.isalpha() for c in text):
            found += self._search(digits, limit)
        rows = [self._rows[index] for index in list(dict.fromkeys(found))[:limit]]
        return [Suggestion(row.name, row.number) for row in rows]

    def _add(self, row: _Row, digits: str) -> None:
        key = digits[-_INDEX_DIGITS:]
        self._before.append(self._newest.get(key, -1))
        self._newest[key] = len(self._rows)
        self._rows.append(row)

    def _candidates(self, read: ReadNumber) -> list[tuple[str, list[_Row]]]:
        """Numbers that end as this one, the likeliest first, with their rows in file order."""
        keys = {digits_of(read.number)[-_INDEX_DIGITS:]}
        if read.public:
            keys.add(read.public.e164[-_INDEX_DIGITS:])
            keys.add(read.public.significant[-_INDEX_DIGITS:])
        found: set[int] = set()
        for key in keys - {""}:
            index = self._newest.get(key, -1)
            while index >= 0 and len(found) < _MOST_ROWS:
                found.add(index)
                index = self._before[index]
        by_number: dict[str, list[_Row]] = {}
        for index in sorted(found):
            row = self._rows[index]
            by_number.setdefault(row.number, []).append(row)
        if len(by_number) <= _MOST_NUMBERS_READ:
            return list(by_number.items())
        wanted = read.public.significant if read.public else digits_of(read.number)
        likely = heapq.nlargest(
            _MOST_NUMBERS_READ, by_number, key=lambda number: _alike(wanted, digits_of(number))
        )
        return [(number, by_number[number]) for number in likely]

    def _search(self, needle: str, limit: int) -> list[int]:
        found: list[int] = []
        position = self._text.find(needle)
        while position >= 0 and len(found) < limit:
            # A needle that begins with the line's own end belongs to the following line.
            index = bisect_right(self._starts, position + needle.startswith("\n")) - 1
            if index >= 0 and (not found or found[-1] != index):
                found.append(index)
            position = self._text.find(needle, position + 1)
        return found


def _alike(one: str, other: str) -> int:
    """How many of the last digits are the same."""
    count = 0
    for mine, theirs in zip(reversed(one), reversed(other), strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _is_same(one: ReadNumber, other: ReadNumber) -> bool:
    if (one.extension or "") != (other.extension or ""):
        return False
    if one.public or other.public:
        return one.e164 == other.e164
    return one.number == other.number


def _ends_alike(one: ReadNumber, other: ReadNumber) -> bool:
    """Whether the one may be the other, written shorter or with other digits in front."""
    mine, theirs = digits_of(one.number), digits_of(other.number)
    if min(len(mine), len(theirs)) < GUESS_DIGITS or mine[-GUESS_DIGITS:] != theirs[-GUESS_DIGITS:]:
        return False
    # The plus, or 00, may have been lost on the way: then it was read as another country's.
    if mine.removeprefix("00") == theirs.removeprefix("00"):
        return True
    return not _are_different(one, other)


def _are_different(one: ReadNumber, other: ReadNumber) -> bool:
    """Whether two complete numbers only end alike. A number without its area code may be the other
    one.
    """
    if one.public is None or other.public is None:
        return False
    same_country = one.public.country_code == other.public.country_code
    return not same_country or len(one.public.e164) == len(other.public.e164)


def _named(known: Contact, rows: list[_Row], *, certain: bool) -> Contact:
    """One name, or for several people their company or all their names."""
    by_name: dict[str, str] = {}
    for row in rows:
        by_name.setdefault(_folded(row.name), row.name)
    names = list(by_name.values())
    if len(names) == 1:
        return replace(known, name=names[0], guess=not certain)
    companies = {row.company for row in rows}
    name = next(iter(companies)) if len(companies) == 1 else ""
    shown = " / ".join(names[:_MOST_NAMES]) + (" / …" if len(names) > _MOST_NAMES else "")
    return replace(known, name=name or shown, guess=True, candidates=tuple(names[:50]))


def _starts(texts: list[str]) -> list[int]:
    starts, position = [], 1
    for text in texts:
        starts.append(position)
        position += len(text)
    return starts


def _folded(name: str) -> str:
    if name.isascii():
        return name.lower()
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))
