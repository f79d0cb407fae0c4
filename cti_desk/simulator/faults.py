"""Faults that a simulator can be told to have.

A fault stays until it is cleared, until its ``count`` is used up or, with ``for``, until that many
seconds have passed on the exchange's clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cti_desk.simulator.clock import SimulatedTime
from cti_desk.simulator.errors import Invalid

KINDS: Final = (
    "delay",
    "drop",
    "refuse",
    "garble",
    "cut",
    "silent",
    "duplicate",
    "reorder",
)
STREAMS: Final = ("all", "replies", "events", "login", "connections")
_OPTIONS: Final[dict[str, type | tuple[type, ...]]] = {
    "what": str,
    "method": str,
    "count": int,
    "seconds": (int, float),
    "for": (int, float),
    "code": int,
    "text": str,
    "mid_frame": bool,
}


@dataclass
class Fault:
    """One fault. ``what`` is the stream it concerns, ``method`` one method or door of it."""

    kind: str
    what: str = "all"
    method: str | None = None
    count: int | None = None
    seconds: float = 1.0
    until: float | None = None
    code: int = 9999
    text: str | None = None
    mid_frame: bool = False

    def concerns(self, stream: str, method: str | None) -> bool:
        if self.method is not None and self.method != method:
            return False
        return self.what in ("all", stream)

    def describe(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if value not in (None, False)}


class Faults:
    """The faults in force, shared by everything of a simulator that can fail."""

    def __init__(self, time: SimulatedTime) -> None:
        self._time = time
        self._faults: list[Fault] = []

    def add(self, kind: str, options: Mapping[str, Any]) -> Fault:
        """Put a fault in force; raises Invalid with what is wrong with the options."""
        fault = self._parse(kind, options)
        with self._time.lock:
            self._faults.append(fault)
        return fault

    def clear(self, kind: str | None = None) -> None:
        """End the faults of one kind, or all."""
        with self._time.lock:
            self._faults = [f for f in self._faults if kind is not None and f.kind != kind]

    def take(self, kind: str, stream: str, method: str | None = None) -> Fault | None:
        """Return the fault that strikes now, using up one of its count."""
        with self._time.lock:
            fault = self.find(kind, stream, method)
            if fault is not None and fault.count is not None:
                fault.count -= 1
            return fault

    def find(self, kind: str, stream: str, method: str | None = None) -> Fault | None:
        """Like `take`, without using it up."""
        with self._time.lock:
            now = self._time.now()
            self._faults = [f for f in self._faults if self._in_force(f, now)]
            found = (f for f in self._faults if f.kind == kind and f.concerns(stream, method))
            return next(found, None)

    def listing(self) -> list[dict[str, Any]]:
        with self._time.lock:
            now = self._time.now()
            return [fault.describe() for fault in self._faults if self._in_force(fault, now)]

    @staticmethod
    def _in_force(fault: Fault, now: float) -> bool:
        return (fault.count is None or fault.count > 0) and (
            fault.until is None or now < fault.until
        )

    def _parse(self, kind: str, options: Mapping[str, Any]) -> Fault:
        if kind not in KINDS:
            raise Invalid(f"There is no fault {kind!r}. Faults are: {', '.join(KINDS)}, clear.")
        for name, value in options.items():
            wanted = _OPTIONS.get(name)
            if wanted is None:
                known = ", ".join(_OPTIONS)
                raise Invalid(f"A fault has no option {name!r}. Options are: {known}.")
            if not isinstance(value, wanted) or (wanted is not bool and isinstance(value, bool)):
                raise Invalid(f"The fault's option {name!r} cannot be {value!r}.")
        values = dict(options)
        duration = values.pop("for", None)
        if values.get("what", "all") not in STREAMS:
            raise Invalid(f"A fault concerns one of {', '.join(STREAMS)}, not {values['what']!r}.")
        fault = Fault(kind, **values)
        if duration is not None:
            fault.until = self._time.now() + duration
        return fault
