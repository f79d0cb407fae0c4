from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Call, ConnectionState, Direction, Remote, Snapshot
from cti_desk.desktop.options import DesktopOptions
from cti_desk.desktop.pop.pops import Pops
from cti_desk.desktop.shown_desk import DeskState, ShownDesk
from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.breath import Breath
from scripts.situations import NOW, RINGING, SALES, TABLE, Actions

Make = Callable[..., Pops]
DESK = ShownDesk()
ANSWERED = replace(RINGING, local_state=ConnectionState.CONNECTED, answered_at=NOW)


@pytest.fixture
def make(qapp: QApplication, theme: Theme, actions: Actions, still: Breath) -> Iterator[Make]:
    made: list[Pops] = []

    def build(options: DesktopOptions | None = None) -> Pops:
        DESK.show(DeskState())
        pops = Pops(theme, actions, options or DesktopOptions(), still, DESK, QRect)
        made.append(pops)
        return pops

    yield build
    for pops in made:
        pops.close()


def take(pops: Pops, kind: EventType, call: Call) -> None:
    pops.take(Event(kind, call=call))


def update(pops: Pops, *calls: Call) -> None:
    DESK.show(DeskState(Snapshot(calls=calls), TABLE, NOW))
    pops.update()


def shown(pops: Pops) -> list[str]:
    views = (pop.view for pop in pops.windows().values())
    return [view.who for view in views if view is not None]


def test_an_incoming_call_pops_at_once_and_goes_with_its_end(make: Make) -> None:
    pops = make()
    take(pops, EventType.DELIVERED, RINGING)
    (window,) = pops.windows().values()
    assert window.isVisible()
    assert shown(pops) == ["Maria Souza"]
    assert pops.ringing()
    take(pops, EventType.CONNECTION_CLEARED, RINGING)
    assert pops.windows() == {}
    assert not window.isVisible()


@pytest.mark.parametrize(
    ("kind", "call"),
    [
        (EventType.DELIVERED, replace(RINGING, direction=Direction.OUTBOUND)),
        (EventType.SERVICE_INITIATED, replace(RINGING, direction=Direction.OUTBOUND)),
        (EventType.ESTABLISHED, RINGING),
    ],
)
def test_only_an_incoming_call_pops(make: Make, kind: EventType, call: Call) -> None:
    pops = make()
    take(pops, kind, call)
    assert pops.windows() == {}


def test_a_call_offered_again_shows_the_same_window(make: Make) -> None:
    pops = make()
    first = replace(RINGING, id="r1", parent="waiting")
    again = replace(RINGING, id="r2", parent="waiting")
    take(pops, EventType.DELIVERED, first)
    window = pops.windows()["waiting"]
    take(pops, EventType.DELIVERED, again)
    assert pops.windows() == {"waiting": window}
    take(pops, EventType.CONNECTION_CLEARED, first)
    assert window.isVisible()
    take(pops, EventType.CONNECTION_CLEARED, again)
    assert not window.isVisible()


def test_several_calls_stack_without_covering_each_other(make: Make) -> None:
    pops = make()
    for call in (RINGING, SALES):
        take(pops, EventType.DELIVERED, call)
    one, other = (pop.geometry() for pop in pops.windows().values())
    assert not one.intersects(other)


def test_a_name_that_arrives_later_is_shown(make: Make) -> None:
    pops = make()
    unknown = replace(RINGING, remote=Remote("219"))
    take(pops, EventType.DELIVERED, unknown)
    assert shown(pops) == ["219"]
    update(pops, RINGING)
    assert shown(pops) == ["Maria Souza"]


def test_a_snapshot_from_before_the_call_does_not_hide_it_but_one_after_it_does(
    make: Make,
) -> None:
    pops = make()
    take(pops, EventType.DELIVERED, RINGING)
    update(pops)
    assert shown(pops)
    update(pops, RINGING)
    update(pops)
    assert pops.windows() == {}


@pytest.mark.parametrize(("after", "stays"), [("small", True), ("hide", False)])
def test_what_becomes_of_the_pop_when_the_call_is_answered(
    make: Make, after: str, stays: bool
) -> None:
    pops = make(DesktopOptions(after_answer=after))  # type: ignore[arg-type]
    take(pops, EventType.DELIVERED, RINGING)
    take(pops, EventType.ESTABLISHED, ANSWERED)
    assert bool(pops.windows()) is stays


def test_a_dismissed_pop_stays_away_until_the_call_is_offered_again(make: Make) -> None:
    pops = make()
    take(pops, EventType.DELIVERED, RINGING)
    pops.windows()[RINGING.root]._close.click()
    update(pops, RINGING)
    assert pops.windows() == {}
    take(pops, EventType.DELIVERED, RINGING)
    assert shown(pops)


def test_windows_are_used_again(make: Make) -> None:
    pops = make()
    pops.prepare()
    windows = set()
    for _ in range(3):
        take(pops, EventType.DELIVERED, RINGING)
        windows |= {id(window) for window in pops.windows().values()}
        take(pops, EventType.CONNECTION_CLEARED, RINGING)
    assert len(windows) == 1


def test_pops_can_be_switched_off(make: Make) -> None:
    pops = make()
    pops.use(DesktopOptions(screen_pop=False))
    take(pops, EventType.DELIVERED, RINGING)
    assert pops.windows() == {}


def test_what_happened_last_time_is_asked_for_once_and_never_for_a_withheld_number(
    make: Make, actions: Actions, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asks(actions, monkeypatch)
    pops = make()
    take(pops, EventType.DELIVERED, RINGING)
    update(pops, RINGING)
    take(pops, EventType.DELIVERED, replace(SALES, remote=Remote("114", withheld=True)))
    assert asked == [("+5521987654321", RINGING.root)]


def asks(actions: Actions, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str | None]]:
    """For whom "last time" is asked, and which call does not count."""
    asked: list[tuple[str, str | None]] = []

    def last_with(number: str, but_not: str | None = None) -> Mapping[str, Any] | None:
        asked.append((number, but_not))
        return actions.last if number == "1002" else None

    monkeypatch.setattr(actions, "last_with", last_with)
    return asked


COLLEAGUE = Remote("1002", name="Rui Lima")
CUSTOMER = Remote("2198765456")


def last_time(pops: Pops) -> list[bool]:
    return [pop.view.last is not None for pop in pops.windows().values() if pop.view is not None]


def test_last_time_is_the_present_partys(
    make: Make, actions: Actions, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asks(actions, monkeypatch)
    pops = make()
    take(pops, EventType.DELIVERED, replace(RINGING, remote=COLLEAGUE))
    assert last_time(pops) == [True]
    take(pops, EventType.CALL_INFORMATION, replace(RINGING, remote=CUSTOMER))
    assert [number for number, _ in asked] == ["1002", "2198765456"]
    assert last_time(pops) == [False]
    assert shown(pops) == ["2198765456"]


@pytest.mark.parametrize("after_answer", ["hide", "small"])
@pytest.mark.parametrize("direction", list(Direction))
def test_a_customer_whom_a_colleague_connects_pops(
    make: Make, after_answer: Any, direction: Direction
) -> None:
    pops = make(DesktopOptions(after_answer=after_answer))
    call = replace(ANSWERED, remote=COLLEAGUE, direction=direction)
    if direction is Direction.INBOUND:
        take(pops, EventType.DELIVERED, replace(RINGING, remote=COLLEAGUE))
    take(pops, EventType.ESTABLISHED, call)
    connected = replace(call, remote=CUSTOMER)
    take(pops, EventType.CALL_INFORMATION, connected)
    update(pops, connected)
    (window,) = pops.windows().values()
    assert window.isVisible()
    assert shown(pops) == ["2198765456"]
    assert window.view is not None
    assert not window.view.small
    take(pops, EventType.CONNECTION_CLEARED, connected)
    assert pops.windows() == {}


def test_a_party_who_only_becomes_known_pops_nothing(make: Make) -> None:
    pops = make(DesktopOptions(after_answer="hide"))
    take(pops, EventType.DELIVERED, replace(RINGING, remote=Remote()))
    take(pops, EventType.ESTABLISHED, replace(ANSWERED, remote=Remote()))
    take(pops, EventType.CALL_INFORMATION, ANSWERED)
    assert pops.windows() == {}


def test_one_who_is_connected_without_a_ring_pops(make: Make) -> None:
    pops = make(DesktopOptions(after_answer="hide"))
    take(pops, EventType.ESTABLISHED, ANSWERED)
    update(pops, ANSWERED)
    assert shown(pops) == ["Maria Souza"]


def test_a_ringing_call_that_turns_out_to_be_for_the_agent_pops(make: Make) -> None:
    pops = make()
    take(pops, EventType.DELIVERED, replace(RINGING, direction=None, remote=Remote()))
    assert pops.windows() == {}
    take(pops, EventType.CALL_INFORMATION, RINGING)
    assert shown(pops) == ["Maria Souza"]
    pops._dismiss(RINGING.id)
    take(pops, EventType.CALL_INFORMATION, RINGING)
    assert pops.windows() == {}


def test_last_time_is_that_of_who_is_there_now(
    make: Make, actions: Actions, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {"+4930": {"ended": NOW - 60, "note": "of the customer"}}
    asked: list[str] = []

    def last_with(number: str, but_not: str | None = None) -> Any:
        asked.append(number)
        return known.get(number)

    monkeypatch.setattr(actions, "last_with", last_with)
    pops = make()

    def said() -> str:
        (window,) = pops.windows().values()
        assert window.view is not None
        return window.view.last.rest if window.view.last else ""

    customer = replace(RINGING, remote=Remote("030"))
    take(pops, EventType.DELIVERED, customer)
    assert said() == ""
    for _ in range(3):
        identified = replace(customer, remote=Remote("030", e164="+4930"))
        update(pops, identified)
    assert said() == "“of the customer”"
    update(pops, replace(customer, remote=Remote("6102")))
    assert said() == ""
    update(pops, replace(customer, remote=Remote("030", withheld=True)))
    assert said() == ""
    assert asked == ["030", "+4930", "6102"]


def rings(count: int) -> list[Call]:
    return [replace(RINGING, id=f"r{n}", remote=Remote(f"0301234{n:04}")) for n in range(count)]


def ring(pops: Pops, calls: list[Call]) -> None:
    for call in calls:
        take(pops, EventType.DELIVERED, call)
    update(pops, *calls)


def more(pops: Pops) -> list[str]:
    return [pop.view.more for pop in pops.windows().values() if pop.view is not None]


def test_at_most_three_pops_and_the_rest_is_counted(make: Make) -> None:
    pops, calls = make(), rings(300)
    ring(pops, calls)
    assert list(pops.windows()) == ["r0", "r1", "r2"]
    assert more(pops) == ["", "", "+297 more ringing"]
    view = list(pops.windows().values())[-1].view
    assert view is not None
    assert "+297 more ringing" in view.spoken


def test_the_call_that_has_waited_longest_gets_the_free_place(make: Make) -> None:
    pops, calls = make(), rings(5)
    ring(pops, calls)
    windows = list(pops.windows().values())
    take(pops, EventType.CONNECTION_CLEARED, calls[1])
    take(pops, EventType.CONNECTION_CLEARED, calls[4])
    update(pops, calls[0], calls[2], calls[3])
    assert list(pops.windows()) == ["r0", "r3", "r2"]
    assert list(pops.windows().values()) == windows
    assert more(pops) == ["", "", ""]


def test_calls_that_end_together_show_no_window_on_the_way(make: Make) -> None:
    pops, calls = make(), rings(300)
    ring(pops, calls)
    before = set(pops.windows().values())
    for call in calls:
        take(pops, EventType.CONNECTION_CLEARED, call)
        assert set(pops.windows().values()) <= before
    update(pops)
    assert pops.windows() == {}


def test_a_dismissed_pop_makes_room_for_the_next(make: Make) -> None:
    pops, calls = make(), rings(5)
    ring(pops, calls)
    pops._dismiss("r0")
    assert list(pops.windows()) == ["r1", "r2", "r3"]
    update(pops, *calls)
    assert list(pops.windows()) == ["r1", "r2", "r3"]
    assert more(pops) == ["", "", "+1 more ringing"]


def test_a_counted_call_that_goes_unseen_is_not_counted_any_more(make: Make) -> None:
    pops, calls = make(), rings(6)
    ring(pops, calls)
    update(pops, *calls[:4])
    assert more(pops) == ["", "", "+1 more ringing"]


def test_a_counted_call_that_is_answered_comes_before_one_that_rings(make: Make) -> None:
    pops, calls = make(DesktopOptions(after_answer="small")), rings(5)
    ring(pops, calls)
    answered = replace(ANSWERED, id="r4")
    take(pops, EventType.ESTABLISHED, answered)
    update(pops, *calls[:4], answered)
    assert list(pops.windows()) == ["r0", "r1", "r4"]
    assert more(pops) == ["", "", "+2 more ringing"]
    take(pops, EventType.CONNECTION_CLEARED, calls[0])
    update(pops, *calls[1:4], answered)
    assert list(pops.windows()) == ["r2", "r1", "r4"]


def test_a_counted_call_that_is_answered_pops_nothing_where_pops_hide_then(make: Make) -> None:
    pops, calls = make(DesktopOptions(after_answer="hide")), rings(5)
    ring(pops, calls)
    take(pops, EventType.ESTABLISHED, replace(ANSWERED, id="r4"))
    assert list(pops.windows()) == ["r0", "r1", "r2"]
    update(pops, *calls[:4])
    assert more(pops) == ["", "", "+1 more ringing"]


def test_a_name_that_comes_while_a_call_is_only_counted_is_shown_in_its_turn(make: Make) -> None:
    pops, calls = make(), rings(4)
    ring(pops, calls)
    named = replace(calls[3], remote=Remote("0301234", name="Anna"))
    take(pops, EventType.CALL_INFORMATION, named)
    take(pops, EventType.CONNECTION_CLEARED, calls[0])
    update(pops, calls[1], calls[2], named)
    assert shown(pops)[0] == "Anna"
