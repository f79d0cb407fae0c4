"""The last call with each number, in memory, so that the pop can be drawn at once."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from cti_desk.journal.rows import Row

MOST_CALLERS: Final = 10_000
"""How many callers are remembered, at about 300 bytes each."""

GUESS_DIGITS: Final = 7

_MOST_SHARING: Final = 8

SHOWN: Final = ("ended", "duration_s", "outcome", "queue_name", "root_id")
"""What is remembered of a call: as much as a pop shows."""

_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(list[Any]).decode


class LastCalls:
    """Filled by the journal's thread, asked by the desk's: each step is one dictionary access.

    The key is a number's last digits; callers who share them share an entry. Of each caller the
    last call is remembered, and the one before it.
    """

    def __init__(self, most: int = MOST_CALLERS) -> None:
        self._most = most
        self._callers: dict[int | str, bytes] = {}

    def __len__(self) -> int:
        return len(self._callers)

    def put(self, row: Row) -> None:
        """Remember an ended call; rows come in the order of their ends."""
        numbers = {_digits(row["number"]), _digits(row["e164"])} - {""}
        for key in {_key(number) for number in numbers}:
            known = [entry for entry in self._entries(key) if entry[-1] != row["root_id"]]
            before = [entry for entry in known if _shares(entry[0], numbers)][:1]
            others = [entry for entry in known if not _shares(entry[0], numbers)]
            entry = [sorted(numbers), *(row[name] for name in SHOWN)]
            self._callers.pop(key, None)  # so that it is the newest
            self._callers[key] = _encode([entry, *before, *others[:_MOST_SHARING]])
        while len(self._callers) > self._most:
            del self._callers[next(iter(self._callers))]

    def find(self, number: str, but_not: str | None = None) -> Row | None:
        """The last call with this number; one written shorter or longer counts as the same.

        ``but_not`` is the root of a call that is up: its own earlier rings are not "last time".
        """
        digits = _digits(number)
        entries = self._entries(_key(digits))
        if but_not is not None:
            entries = [each for each in entries if each[-1] != but_not]
        exact = [entry for entry in entries if digits in entry[0]]
        for numbers, *values in exact or entries:
            if exact or any(_same(digits, known) for known in numbers):
                return dict(zip(SHOWN, values, strict=True))
        return None

    def _entries(self, key: int | str) -> list[list[Any]]:
        found = self._callers.get(key)
        return [] if found is None else _decode(found)


def _key(digits: str) -> int | str:
    """The last digits, without zeros in front; a short number, or a name, as it is."""
    if len(digits) < GUESS_DIGITS or not digits.isdecimal():
        return digits
    return int(digits[-GUESS_DIGITS:])


def _digits(number: str | None) -> str:
    return "".join(c for c in number or "" if c.isdecimal()) or (number or "")


def _shares(numbers: list[str], others: set[str]) -> bool:
    return not others.isdisjoint(numbers)


def _same(digits: str, known: str) -> bool:
    """Whether one ends with the other, but for the zeros and codes in front."""
    shorter, longer = sorted((digits.lstrip("0"), known.lstrip("0")), key=len)
    return len(shorter) >= GUESS_DIGITS and longer.endswith(shorter)
