"""The last call with each number, in memory, so that the pop can be drawn at once."""

from __future__ import annotations

from typing import Any, Final

from cti_desk.journal.rows import COLUMNS, Row

GUESS_DIGITS: Final = 7

_Values = tuple[Any, ...]  # a row of COLUMNS: a third of a dictionary's size


class LastCalls:
    """Filled by the journal's thread, asked by the desk's: each step is one dictionary access."""

    def __init__(self) -> None:
        self._exact: dict[str, _Values] = {}
        self._tails: dict[str, _Values] = {}

    def put(self, row: Row) -> None:
        """Remember an ended call; rows come in the order of their ends."""
        values = tuple(row[name] for name in COLUMNS)
        for number in {_digits(row["number"]), _digits(row["e164"])} - {""}:
            self._exact[number] = values
            if len(number) >= GUESS_DIGITS:
                self._tails[number[-GUESS_DIGITS:]] = values

    def find(self, number: str) -> Row | None:
        """The last call with this number; one written shorter or longer counts as the same."""
        digits = _digits(number)
        if found := self._exact.get(digits):
            return _row(found)
        if len(digits) < GUESS_DIGITS or not (found := self._tails.get(digits[-GUESS_DIGITS:])):
            return None
        row = _row(found)
        return row if _same(digits, row) else None


def _row(values: _Values) -> Row:
    return dict(zip(COLUMNS, values, strict=True))


def _digits(number: str | None) -> str:
    return "".join(c for c in number or "" if c.isdigit()) or (number or "")


def _same(digits: str, row: Row) -> bool:
    """Whether one ends with the other, but for the zeros and codes in front."""
    for known in (_digits(row["number"]), _digits(row["e164"])):
        shorter, longer = sorted((digits.lstrip("0"), known.lstrip("0")), key=len)
        if len(shorter) >= GUESS_DIGITS and longer.endswith(shorter):
            return True
    return False
