"""Watches the exchange, and tells and records what changes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from cti_desk.simulator import model
from cti_desk.simulator.model import Cause
from cti_desk.vendors.compass.messages.calls import Call
from cti_desk.vendors.compass.simulator.changes import Hints, Step, changes
from cti_desk.vendors.compass.simulator.platform import Platform
from cti_desk.vendors.compass.simulator.variants import Variants
from cti_desk.vendors.compass.simulator.view import View, Viewer, ended

REASONS: Final = {
    Cause.BY_CALLER: "SOURCE_HANGUP",
    Cause.BY_CALLEE: "DESTINATION_HANGUP",
    Cause.NO_ANSWER: "SOURCE_HANGUP",
    Cause.BUSY: "DESTINATION_BUSY",
    Cause.FAILED: "DESTINATION_BUSY",
    Cause.QUEUE_GIVEN_UP: "SOURCE_HANGUP",
    # Whoever transferred has hung up their own second call.
    Cause.ATTENDED_TRANSFER: "SOURCE_HANGUP",
    Cause.BLIND_TRANSFER: "REPLACE",
}
_MOST_HISTORY: Final = 100


class Chronicle:
    """Keeps the last view, and passes on what is new with the exchange's lock held.

    ``told`` gets the steps, ``recorded`` each call as it was and is (``None``: it was not, it is
    not), with the exchange's own.
    """

    def __init__(self, platform: Platform, variants: Variants) -> None:
        self._platform = platform
        self._variants = variants
        self._exchange = platform.exchange
        self._viewer = Viewer(platform)
        self._known: dict[str, model.Call] = {}
        self._held = 0
        self.view = self._viewer.view()
        self.history: deque[Call] = deque(maxlen=_MOST_HISTORY)
        self.told: Callable[[list[Step]], None] = lambda steps: None
        self.recorded: Callable[[View, View, dict[str, model.Call], Hints], None] = (
            lambda old, new, known, hints: None
        )
        self._exchange.watch(self.look)

    @contextmanager
    def one_step(self) -> Iterator[None]:
        """What happens inside is seen as one change."""
        with self._exchange.time.lock:
            self._held += 1
            try:
                yield
            finally:
                self._held -= 1
                self.look()

    def look(self) -> None:
        """Compare with what was seen last."""
        if self._held:
            return
        world = self._exchange.world
        old, self.view = self.view, self._viewer.view()
        if old == self.view:
            return
        self._known.update(world.calls)
        hints = self._hints(old, self.view)
        at = float(int(world.now()))
        whole = self._variants.status_as_user
        self.told(changes(old, self.view, hints, at, whole=whole))
        self.recorded(old, self.view, self._known, hints)
        self._forget(old)

    def _hints(self, old: View, new: View) -> Hints:
        hints = Hints()
        for call_id in new.calls.keys() - old.calls.keys():
            call = self._known.get(call_id)
            # A call made by the platform's dialler, or by a transfer to somebody, begins there.
            if call is not None and not call.prompting and (call.replaces is None or call.waiting):
                exten = self._platform.dialled(call)
                hints.starts[call_id] = self._viewer.dialplan(call_id, "destination", exten)
        for call_id in old.calls.keys() - new.calls.keys():
            call = self._known.get(call_id)
            if call is None or call.cause is None:
                continue
            hints.reasons[call_id] = REASONS.get(call.cause, "DESTINATION_HANGUP")
            if call.queue_exit is not None:
                hints.exits[call_id] = call.queue_exit
                hints.reasons[call_id] = "DESTINATION_HANGUP"
        return hints

    def _forget(self, old: View) -> None:
        for call_id, call in old.calls.items():
            if call_id not in self.view.calls:
                self.history.append(ended(call, self._exchange.world.now()))
                self._known.pop(call_id, None)
                self._platform.listening.pop(call_id, None)
