"""A Compass without its servers: the exchange whose time stands still, and what it would tell."""

from __future__ import annotations

from cti_desk.simulator.clock import SimulatedTime
from cti_desk.simulator.exchange import Exchange
from cti_desk.simulator.model import Call
from cti_desk.vendors.compass.messages import notifications as n
from cti_desk.vendors.compass.simulator import seeds
from cti_desk.vendors.compass.simulator.changes import Step
from cti_desk.vendors.compass.simulator.chronicle import Chronicle
from cti_desk.vendors.compass.simulator.platform import Platform
from cti_desk.vendors.compass.simulator.variants import Variants

START = 1_492_705_754.0
ANNA, BRAM, CARLA, DAAN, EVA = (f"8323{index:03}" for index in range(1, 6))


class Company:
    """The seeded company; ``steps`` are what was told, in order."""

    def __init__(self) -> None:
        self.exchange = Exchange(SimulatedTime(frozen_at=START), seeds.POLICY)
        self.variants = Variants()
        self.platform = Platform(self.exchange, seeds.DOMAIN, seeds.COMPANY_DOMAIN)
        seeds.seed(self.platform)
        self.chronicle = Chronicle(self.platform, self.variants)
        self.steps: list[Step] = []
        self.chronicle.told = self.steps.extend

    def in_queue(self, *users: str, queue: str = "7012") -> None:
        for user in users:
            self.platform.log_in(user, queue, 1, False)
        self.steps.clear()

    def ring(self, to: str, number: str = "31614241111") -> Call:
        return self.exchange.calls.incoming(to, number, called="31201234567")

    def advance(self, seconds: float) -> None:
        self.exchange.time.advance(seconds)

    @property
    def told(self) -> list[n.Notification]:
        return [one for step in self.steps for one in step]

    def flow(self, *names: str) -> list[str]:
        """What was told, one line each; ``names`` stand for the calls in order of their start."""
        letters: dict[str, str] = {}
        lines = []
        for one in self.told:
            if isinstance(one, n.CallStart):
                letters[one.call.id] = names[len(letters)] if len(letters) < len(names) else "?"
            lines.append(_line(one, letters))
        return lines


def _line(one: n.Notification, letters: dict[str, str]) -> str:
    if isinstance(one, n.CallStart | n.CallUpdate):
        call = one.call
        what = "start" if isinstance(one, n.CallStart) else one.update_type
        ends = (
            f"{call.source.type} {call.source.state}",
            (f"{call.destination.type} {call.destination.state}"),
        )
        return f"{what} {letters[call.id]} {call.state}: {ends[0]} -> {ends[1]}"
    if isinstance(one, n.CallEnd):
        return f"end {letters[one.call_id]} {one.end_reason}"
    if isinstance(one, n.QueueCallEnter | n.QueueCallLeave):
        return f"{one.TYPE} {one.queue_id} {letters[one.call_id]}"
    if isinstance(one, n.CallQueueExit):
        return f"queueExit {letters[one.call_id]} {one.queue_exit}"
    if isinstance(one, n.UserStatus):
        wrap_up = f" after {letters.get(one.wrap_up.call_id)}" if one.wrap_up else ""
        return f"status {one.receive_calls} {one.display_status or ''}".rstrip() + wrap_up
    return one.TYPE
