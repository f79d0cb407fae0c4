"""How one list of keys becomes another: the few removals and insertions a view is told of."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final

from msgspec import Struct

_MOST_MOVES: Final = 24
"""Beyond this a new order is cheaper to take whole than step by step."""


class Remove(Struct, frozen=True):
    """Take ``count`` away from ``at``."""

    at: int
    count: int


class Insert(Struct, frozen=True):
    """Put ``count`` of the new list, from where they stand in it, at ``at``."""

    at: int
    count: int


Edit = Remove | Insert


def edits(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Edit]:
    """The edits, to be made one after the other; keys are unique within a list.

    When an edit is made, everything before its place is as in the new list: an insertion takes
    ``new[at : at + count]``.
    """
    start, end = _same_ends(old, new)
    current, wanted = list(old[: len(old) - end]), new[: len(new) - end]
    found = _removals(current, set(wanted), start)
    present, moves, at = set(current), 0, start
    while at < len(wanted):
        if at < len(current) and current[at] == wanted[at]:
            at += 1
            continue
        if wanted[at] in present:
            moves += 1
            if moves > _MOST_MOVES:
                return [*found, *_whole(at, len(current), len(wanted))]
            present -= _moved(found, current, wanted, at)
            continue
        count = 1
        while at + count < len(wanted) and wanted[at + count] not in present:
            count += 1
        current[at:at] = wanted[at : at + count]
        found.append(Insert(at, count))
        at += count
    return found


def _same_ends(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[int, int]:
    """How many keys are the same at the start, and how many of the others at the end."""
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def _removals(current: list[Hashable], wanted: set[Hashable], start: int) -> list[Edit]:
    """Take away what is not wanted any more, from the back, in runs."""
    found: list[Edit] = []
    at = len(current)
    while at > start:
        at -= 1
        if current[at] in wanted:
            continue
        last = at
        while at > start and current[at - 1] not in wanted:
            at -= 1
        found.append(Remove(at, last + 1 - at))
        del current[at : last + 1]
    return found


def _moved(
    found: list[Edit], current: list[Hashable], wanted: Sequence[Hashable], at: int
) -> set[Hashable]:
    """Take one key from a wrong place; it is inserted where it belongs later. Returns it."""
    late = at + 1 < len(current) and current[at + 1] == wanted[at]
    place = at if late else current.index(wanted[at], at)
    found.append(Remove(place, 1))
    return {current.pop(place)}


def _whole(at: int, old: int, new: int) -> list[Edit]:
    found: list[Edit] = [Remove(at, old - at)] if old > at else []
    return [*found, Insert(at, new - at)]
