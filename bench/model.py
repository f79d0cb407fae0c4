"""What a row of the table is."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from bench.lab import Lab


@dataclass(frozen=True)
class Sample:
    """One round of a row: the floor and the figure, measured one right after the other."""

    floor: float | None
    figure: float


@dataclass(frozen=True)
class Promise:
    """What the figure must not exceed (or, for ``at_least``, not fall below).

    ``times`` the floor ``plus`` a constant in the row's unit.
    """

    times: float = 0.0
    plus: float = 0.0
    at_least: bool = False

    def limit(self, floor: float | None) -> float:
        return self.times * (floor or 0.0) + self.plus

    def kept(self, floor: float | None, figure: float) -> bool:
        limit = self.limit(floor)
        return figure >= limit if self.at_least else figure <= limit

    def __str__(self) -> str:
        parts = [f"{self.times:g} x floor"] if self.times not in (0.0, 1.0) else []
        parts += ["floor"] if self.times == 1.0 else []
        parts += [f"{self.plus:g}"] if self.plus else []
        return ("at least " if self.at_least else "at most ") + " + ".join(parts)


@dataclass(frozen=True)
class Row:
    """One figure of the product beside its floor, and what is promised of it.

    ``counted`` says in words how many samples make one round and what must be true at its end;
    ``measure`` checks that and raises AssertionError otherwise.
    """

    name: str
    unit: Literal["ms", "us", "MB", "events/s", "%", "/s", "s"]
    counted: str
    promise: Promise
    measure: Callable[[Lab], Sample]
    rounds: int = 5


@dataclass
class Result:
    """All rounds of a row."""

    row: Row
    samples: list[Sample] = field(default_factory=list)
    fault: str | None = None

    @property
    def floor(self) -> float | None:
        floors = [each.floor for each in self.samples if each.floor is not None]
        return statistics.median(floors) if floors else None

    @property
    def figure(self) -> float:
        return statistics.median(each.figure for each in self.samples)

    @property
    def ratio(self) -> float | None:
        return self.figure / self.floor if self.floor else None

    @property
    def kept(self) -> bool:
        return self.fault is None and self.row.promise.kept(self.floor, self.figure)

    def as_json(self) -> dict[str, Any]:
        measured = bool(self.samples)
        return {
            "name": self.row.name,
            "unit": self.row.unit,
            "counted": self.row.counted,
            "promise": str(self.row.promise),
            "floor": self.floor,
            "figure": self.figure if measured else None,
            "ratio": self.ratio if measured else None,
            "kept": self.kept if measured else False,
            "fault": self.fault,
            "rounds": [{"floor": each.floor, "figure": each.figure} for each in self.samples],
        }
