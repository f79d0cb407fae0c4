"""The own calls against the simulator, in every order that is left open, and in none."""

from __future__ import annotations

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from cti_desk.core.events import EventType
from cti_desk.core.model import ConnectionState, Direction
from cti_desk.simulator.errors import ExchangeError
from cti_desk.vendors.compass.messages.callpoints import DialplanPoint, UserPoint
from cti_desk.vendors.compass.simulator.changes import Step
from cti_desk.vendors.compass.simulator.view import View
from tests.support.compass_live import Desk
from tests.support.compass_sim import ANNA, BRAM
from tests.support.compass_sim import Company as Platform
from tests.vendors.compass.live.test_company import in_some_order
from tests.vendors.compass.simulator.test_chronicle import ACTIONS, act

_ENDS = (EventType.CONNECTION_CLEARED,)
_BEGINS = {
    EventType.DELIVERED,
    EventType.ESTABLISHED,
    EventType.HELD,
    EventType.SERVICE_INITIATED,
    EventType.ORIGINATED,
    EventType.QUEUED,
}
_LOCAL = {
    "RINGING": ConnectionState.ALERTING,
    "ANSWERED": ConnectionState.CONNECTED,
    "INACTIVE": ConnectionState.HELD,
}


@settings(max_examples=120, deadline=None)
@given(st.lists(ACTIONS, max_size=30), st.randoms(use_true_random=False), st.sampled_from([0, 20]))
def test_the_desk_shows_what_the_platform_has(
    actions: list[tuple], random: object, patience: int
) -> None:
    platform = Platform()
    platform.in_queue(ANNA, BRAM)
    platform.exchange.world.queues["7012"].timeout = patience
    desk = Desk.at(platform.chronicle.view, ANNA)

    def hear(steps: list[Step]) -> None:
        for step in steps:
            desk.hear(*in_some_order(step, random))

    platform.chronicle.told = hear
    for action in actions:
        with contextlib.suppress(ExchangeError):
            act(platform, action)
        desk.settle()
        assert shown(desk) == there(platform.chronicle.view, ANNA)
    assert_told_in_full(desk)


def shown(desk: Desk) -> set[tuple[str, Direction | None, ConnectionState]]:
    return {(call.root, call.direction, call.local_state) for call in desk.calls}


def there(view: View, user_id: str) -> set[tuple[str, Direction, ConnectionState]]:
    """The user's calls by the plain rules: who they are in them, and what their telephone does."""
    found = set()
    for call in view.calls.values():
        source, destination = call.source, call.destination
        dialler = isinstance(source, DialplanPoint)
        if isinstance(destination, UserPoint) and destination.user_id == user_id:
            local = _LOCAL.get(destination.state)
            direction = Direction.OUTBOUND if dialler else Direction.INBOUND
            if local or dialler:
                local = local or ConnectionState.ALERTING
                found.add((call.parent_id or call.id, direction, local))
        if isinstance(source, UserPoint) and source.user_id == user_id:
            waits = isinstance(destination, DialplanPoint) and source.state == "CONNECTING"
            local = ConnectionState.INITIATED if waits else ConnectionState.CONNECTED
            local = ConnectionState.HELD if source.state == "INACTIVE" else local
            found.add((call.id, Direction.OUTBOUND, local))
    return found


def assert_told_in_full(desk: Desk) -> None:
    """Every call begins once and ends once, and nothing is told of it after."""
    up = {call.id for call in desk.calls}
    by_call: dict[str, list[EventType]] = {}
    for event in desk.events:
        if event.call is not None:
            by_call.setdefault(event.call.id, []).append(event.event)
    for call_id, told in by_call.items():
        assert told[0] in _BEGINS, told
        assert told.count(EventType.CONNECTION_CLEARED) == (call_id not in up), told
        assert call_id in up or told[-1] in _ENDS, told


@settings(max_examples=80, deadline=None)
@given(st.lists(ACTIONS, max_size=20), st.data())
def test_in_no_order_at_all_every_call_still_comes_to_its_end(
    actions: list[tuple], data: st.DataObject
) -> None:
    """Not even what is documented is relied upon to end a call, and none comes back from it."""
    platform = Platform()
    platform.in_queue(ANNA, BRAM)
    desk = Desk.at(platform.chronicle.view, ANNA)
    for action in actions:
        with contextlib.suppress(ExchangeError):
            act(platform, action)
    for call_id in list(platform.exchange.world.calls):
        with contextlib.suppress(ExchangeError):
            platform.exchange.calls.hang_up(call_id, "caller")
    for one in data.draw(st.permutations(platform.told)):
        desk.hear(one)
        if data.draw(st.booleans()):
            desk.settle()
    desk.settle()
    assert not desk.calls
    assert_told_in_full(desk)
