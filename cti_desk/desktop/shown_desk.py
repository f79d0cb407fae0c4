"""What the desktop shows, as one value, and the one place where it is kept."""

from __future__ import annotations

from msgspec import Struct

from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.model import Snapshot


class DeskState(Struct, frozen=True):
    """What is known of the desk at ``now`` (Unix seconds)."""

    snapshot: Snapshot = Snapshot()
    table: CapabilityTable = CapabilityTable()
    now: float = 0.0


class ShownDesk:
    """The state that strip, pops, tray and queue panel show: the same for all of them.

    It is another one once a frame, before each of them is updated.
    """

    def __init__(self) -> None:
        self._state = DeskState()
        self.changed = False
        """Whether more than the time differs from the state before."""

    @property
    def snapshot(self) -> Snapshot:
        return self._state.snapshot

    @property
    def table(self) -> CapabilityTable:
        return self._state.table

    @property
    def now(self) -> float:
        """Unix seconds, at the beginning of the frame."""
        return self._state.now

    def show(self, state: DeskState) -> None:
        """Begin a frame."""
        before, self._state = self._state, state
        self.changed = state.snapshot is not before.snapshot or state.table is not before.table
