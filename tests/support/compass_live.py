"""What the desk makes of Compass's notifications: the model, the own calls and a real session."""

from __future__ import annotations

from collections.abc import Iterable

from cti_desk.core.effects import Publish
from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Call
from cti_desk.core.moment import Moment
from cti_desk.core.reports import CallChanged, StateRead
from cti_desk.core.session import Session
from cti_desk.vendors.compass.live.company import Company
from cti_desk.vendors.compass.live.own_calls import SETTLE_S, OwnCalls
from cti_desk.vendors.compass.messages import notifications as n
from cti_desk.vendors.compass.simulator.view import View

NOW = 1_492_705_754.0


class Desk:
    """Hears notifications as a switch does; ``told`` are the reports, ``events`` the core's."""

    def __init__(self, user_id: str, company: Company | None = None) -> None:
        self.company = company or Company()
        self.own = OwnCalls()
        self.own.user_id = user_id
        self.session = Session()
        self.now = NOW
        self.told: list[CallChanged] = []
        self.events: list[Event] = []

    @classmethod
    def at(cls, view: View, user_id: str) -> Desk:
        """A desk that has just read the first lists."""
        desk = cls(user_id)
        desk.read(view)
        return desk

    def read(self, view: View) -> None:
        self.company = Company(view.users.values(), view.queues.values(), view.calls.values())
        self.read_again()

    def read_again(self) -> None:
        """Begin anew from the company as it is now."""
        calls = self.own.resynchronise(self.company, self.now)
        self._give(StateRead(calls=calls, remote_complete=True))

    def hear(self, *told: n.Notification) -> list[CallChanged]:
        """What these amount to, before anything is settled."""
        found: list[CallChanged] = []
        for one in told:
            root = self.company.take(one).root
            if root is not None:
                found += self.own.changed(self.company, root, self.now)
        return self._report(found)

    def settle(self) -> list[CallChanged]:
        self.now += SETTLE_S
        return self._report(self.own.settle(self.now))

    @property
    def calls(self) -> tuple[Call, ...]:
        """As observers of the core see them."""
        return self.session.snapshot.calls

    def _report(self, found: list[CallChanged]) -> list[CallChanged]:
        self.told += found
        for each in found:
            self._give(each)
        return found

    def _give(self, report: CallChanged | StateRead) -> None:
        effects = self.session.handle(report, Moment(self.now, self.now))
        self.events += [each.event for each in effects if isinstance(each, Publish)]


def names(found: Iterable[CallChanged]) -> list[str]:
    """Event names, each with its cause."""
    return [f"{each.event} {each.cause or ''}".strip() for each in found]


def of(events: Iterable[Event], call_id: str) -> list[EventType]:
    return [each.event for each in events if each.call is not None and each.call.id == call_id]
