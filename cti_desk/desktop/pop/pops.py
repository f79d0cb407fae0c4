"""All screen-pops: a window for each root call, at most three; the rest wait and are counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from msgspec import Struct
from PySide6.QtCore import QObject, QRect, Signal

from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Call, Snapshot
from cti_desk.desktop import platform
from cti_desk.desktop.actions import DeskActions
from cti_desk.desktop.options import DesktopOptions
from cti_desk.desktop.pop.parties import Parties
from cti_desk.desktop.pop.pop import Pop
from cti_desk.desktop.pop.stack import stack
from cti_desk.desktop.presenters.pop import pop_view
from cti_desk.desktop.shown_desk import ShownDesk
from cti_desk.desktop.theme import GRID, Theme
from cti_desk.desktop.widgets.breath import Breath

MOST_POPS: Final = 3
_SPARE: Final = MOST_POPS  # hidden windows kept ready: the next pop need not be built


class _Shown(Struct):
    """A pop on the screen. ``confirmed``: a snapshot had its call, so one without it ends it.

    ``whole``: somebody else has come into an answered call, and the pop shows all that is known of
    them. One that is ``over`` waits for another call: a window that changes costs less than a new
    one.
    """

    pop: Pop
    call: Call
    last: Mapping[str, Any] | None = None
    party: str | None = None  # the number that ``last`` is about, as the vendor wrote it
    asked: str | None = None  # and as the journal was asked for it
    confirmed: bool = False
    whole: bool = False
    over: bool = False


class _Waiting(Struct):
    """A call that rings while there are pops enough, ``since`` which update."""

    call: Call
    since: int


class Pops(QObject):
    """Shows, changes and hides pops; they stack on the screen that had the pointer.

    An event of a call without a window costs nothing: its turn comes, and the count is shown, when
    the desktop is painted next.
    """

    pressed = Signal(str, object)

    def __init__(
        self,
        theme: Theme,
        actions: DeskActions,
        options: DesktopOptions,
        breath: Breath,
        desk: ShownDesk,
        avoid: Callable[[], QRect],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._actions, self._options = theme, actions, options
        self._breath, self._desk, self._avoid = breath, desk, avoid
        self._shown: dict[str, _Shown] = {}
        self._waiting: dict[str, _Waiting] = {}
        self._updates = 0
        self._parties = Parties()
        self._spare: list[Pop] = []

    def prepare(self) -> None:
        """Build one window ahead of the first call."""
        if not self._spare:
            self._spare.append(self._build())

    def use(self, options: DesktopOptions) -> None:
        """Follow other options from the next call on."""
        self._options = options

    def windows(self) -> dict[str, Pop]:
        """The windows on the screen, by root call."""
        return {root: shown.pop for root, shown in self._shown.items()}

    def ringing(self) -> bool:
        """Whether a shown pop rings."""
        views = (shown.pop.view for shown in self._shown.values())
        return any(view is not None and view.ringing for view in views)

    def take(self, event: Event) -> None:
        """Follow one event of a call."""
        call = event.call
        if call is None or not self._options.screen_pop:
            return
        news = self._parties.news(event, call)
        if news == "rings":
            self._ring(call)
        elif news == "another":
            self._show_another(call)
        elif call.root in self._shown:
            self._change(event.event, call)
        elif call.root in self._waiting:
            self._change_waiting(event.event, call)

    def update(self) -> None:
        """Show calls as they are now. A pop whose call ended unseen goes, too."""
        snapshot = self._desk.snapshot
        self._updates += 1
        self._parties.keep(snapshot)
        if not self._shown and not self._waiting:
            return
        for root, shown in self._shown.items():
            call = snapshot.call(shown.call.id) or _of_root(snapshot, root)
            if call is not None:
                shown.call, shown.confirmed, shown.over = call, True, False
            elif shown.confirmed:
                shown.over = True
        if len(self._shown) + len(self._waiting) > len(snapshot.calls):
            self._forget_unseen_ends()
        self._use_free_windows()
        self._show_waiting()
        for shown in list(self._shown.values()):
            self._fill(shown)

    def _forget_unseen_ends(self) -> None:
        """Stop counting calls that the snapshots no longer have."""
        known = {call.root for call in self._desk.snapshot.calls}
        self._waiting = {
            root: waiting
            for root, waiting in self._waiting.items()
            if root in known or self._is_new(waiting)
        }

    def _is_new(self, waiting: _Waiting) -> bool:
        """Whether a snapshot may be older than this call."""
        return self._updates - waiting.since < 2

    def close(self) -> None:
        """Remove every window for good."""
        for shown in self._shown.values():
            self._spare.append(shown.pop)
        self._shown.clear()
        self._waiting.clear()
        for pop in self._spare:
            pop.close()
            pop.deleteLater()
        self._spare.clear()

    def _ring(self, call: Call) -> None:
        if call.root in self._shown or len(self._shown) < MOST_POPS:
            self._waiting.pop(call.root, None)
            self._show(call)
        else:
            self._waiting[call.root] = _Waiting(call, self._updates)

    def _show_another(self, call: Call) -> None:
        """Somebody else is on the line: show who it is, even if the pop of the earlier party was
        closed.
        """
        if call.root not in self._shown:
            self._waiting.pop(call.root, None)
            self._make_room()
        self._show(call)
        self._shown[call.root].whole = True
        self._fill(self._shown[call.root])

    def _change(self, kind: EventType, call: Call) -> None:
        shown = self._shown[call.root]
        if kind is EventType.CONNECTION_CLEARED:
            if call.id == shown.call.id:
                self._end(call.root)
        elif kind is EventType.ESTABLISHED and self._options.after_answer == "hide":
            self._hide(call.root)
        else:
            shown.call = call
            self._fill(shown)

    def _end(self, root: str) -> None:
        """Hide a pop at once, unless another call waits for its window."""
        if self._waiting:
            self._shown[root].over = True
        else:
            self._hide(root)

    def _change_waiting(self, kind: EventType, call: Call) -> None:
        waiting = self._waiting[call.root]
        if kind is EventType.CONNECTION_CLEARED:
            if call.id == waiting.call.id:
                del self._waiting[call.root]
        elif kind is not EventType.ESTABLISHED:
            waiting.call = call
        else:
            del self._waiting[call.root]
            if self._options.after_answer != "hide":
                self._make_room()
                self._show(call)

    def _make_room(self) -> None:
        """The call that the agent is in comes before one that only rings."""
        for root, shown in reversed(list(self._shown.items())):
            if len(self._shown) >= MOST_POPS and not shown.call.up:
                self._hide(root)
                back = {root: _Waiting(shown.call, self._updates)}
                self._waiting = back | self._waiting

    def _use_free_windows(self) -> None:
        """Show the calls that have waited longest in the windows of calls that are over."""
        shown, self._shown = self._shown, {}
        for root, one in shown.items():
            found = self._next() if one.over else None
            if found is not None:
                call, confirmed = found
                self._shown[call.root] = _Shown(one.pop, call, confirmed=confirmed)
            else:
                self._shown[root] = one
        for root in [root for root, one in self._shown.items() if one.over]:
            self._hide(root)

    def _show_waiting(self) -> None:
        """Give the calls that have waited longest the places that are free."""
        while len(self._shown) < MOST_POPS and (found := self._next()) is not None:
            call, confirmed = found
            self._show(call)
            self._shown[call.root].confirmed = confirmed

    def _next(self) -> tuple[Call, bool] | None:
        """Take the call that has waited longest, and whether the snapshot has it."""
        while self._waiting:
            root = next(iter(self._waiting))
            waiting = self._waiting.pop(root)
            call = self._desk.snapshot.call(waiting.call.id) or _of_root(self._desk.snapshot, root)
            if call is not None or self._is_new(waiting):
                return call or waiting.call, call is not None
        return None

    def _show(self, call: Call) -> None:
        shown = self._shown.get(call.root)
        if shown is None:
            pop = self._spare.pop() if self._spare else self._build()
            shown = self._shown[call.root] = _Shown(pop, call)
        shown.call, shown.confirmed, shown.over = call, False, False
        self._fill(shown)
        self._place()
        shown.pop.show()
        shown.pop.raise_()
        self._breath.run(True)

    def _fill(self, shown: _Shown) -> None:
        size = shown.pop.size()
        crm = self._actions.crm_available()
        self._remember(shown)
        newest = next(reversed(self._shown.values()))
        more = len(self._waiting) if shown is newest else 0
        shown.pop.show_view(
            pop_view(
                shown.call,
                self._desk.snapshot,
                self._desk.table,
                shown.last,
                self._desk.now,
                crm,
                more,
                whole=shown.whole,
            )
        )
        if shown.pop.size() != size and shown.pop.isVisible():
            self._place()

    def _remember(self, shown: _Shown) -> None:
        """Ask once what happened last time, again for another party or a better number."""
        remote = shown.call.remote
        party = None if remote.withheld else remote.number or remote.e164
        if party != shown.party:
            shown.party, shown.asked, shown.last = party, None, None
        number = None if party is None else remote.e164 or party
        if shown.last is None and number is not None and number != shown.asked:
            shown.asked = number
            shown.last = self._actions.last_with(number, shown.call.root)

    def _hide(self, root: str) -> None:
        shown = self._shown.pop(root)
        shown.pop.hide()
        if len(self._spare) < _SPARE:
            self._spare.append(shown.pop)
        else:
            shown.pop.deleteLater()
        self._place()

    def _place(self) -> None:
        """The first pop chooses the screen; those after it join it there."""
        pops = [shown.pop for shown in self._shown.values()]
        visible = [pop for pop in pops if pop.isVisible()]
        screen = visible[0].screen() if visible else platform.screen_with_pointer()
        gap = self._theme.px(3 * GRID)
        points = stack([pop.size() for pop in pops], screen.availableGeometry(), self._avoid(), gap)
        for pop, point in zip(pops, points, strict=True):
            if pop.pos() != point:
                pop.move(point)

    def _build(self) -> Pop:
        pop = Pop(self._theme, self._breath)
        pop.pressed.connect(self.pressed)
        pop.crm.connect(self._actions.open_crm)
        pop.dismissed.connect(self._dismiss)
        return pop

    def _dismiss(self, call_id: str) -> None:
        for root, shown in list(self._shown.items()):
            if shown.call.id == call_id:
                self._hide(root)
        self._show_waiting()


def _of_root(snapshot: Snapshot, root: str) -> Call | None:
    return next((call for call in snapshot.calls if call.root == root), None)
