"""What comes and goes while the exchange runs."""

from __future__ import annotations

import pytest

from cti_desk.simulator.errors import AlreadySo, ExchangeError, NotAllowed, NotEmpty, NotFound
from cti_desk.simulator.model import Line, Queue
from cti_desk.simulator.snapshot import state
from tests.support.exchange import Rig


def test_a_new_agent_without_telephone_is_told_and_takes_calls_once_they_have_lines() -> None:
    rig = Rig()
    setup = rig.exchange.setup
    setup.add_agent("a9", "9", "New")
    assert state(rig.exchange)["agents"][-1]["phone"] is None
    with pytest.raises(NotFound, match="no telephone of their own"):
        rig.exchange.phone("a9")
    setup.add_phone("p9")
    rig.exchange.agents.log_in("a9", "p9")
    setup.join("a9", {"700": 0})
    waiting = rig.ring("700")
    assert waiting.callee is None
    setup.add_lines("a9", [Line(1)])
    assert waiting.callee is not None
    assert waiting.callee.party.agent == "a9"


def test_a_renamed_agent_is_the_same_agent() -> None:
    rig = Rig()
    rig.exchange.setup.rename_agent("a1", "b1", "11")
    world = rig.exchange.world
    assert list(world.agents) == ["b1", "a2", "a3"]
    assert list(world.queues["700"].members) == ["b1", "a2", "a3"]
    rig.exchange.agents.log_in("b1", "p1")
    assert rig.ring("11").callee is not None


@pytest.mark.parametrize(
    ("what", "error"),
    [
        (lambda s: s.add_agent("x", "1", ""), AlreadySo),
        (lambda s: s.add_agent("x", "700", ""), AlreadySo),
        (lambda s: s.rename_agent("a2", "x", "3"), AlreadySo),
        (lambda s: s.rename_agent("a1", "x", "9"), NotEmpty),
        (lambda s: s.remove_agent("a1"), NotEmpty),
        (lambda s: s.remove_agent("x"), NotFound),
        (lambda s: s.add_lines("a2", [Line(2)]), AlreadySo),
        (lambda s: s.remove_line("a1", 1), NotEmpty),
        (lambda s: s.remove_line("a2", 9), NotFound),
        (lambda s: s.join("a2", {"700": 1}), AlreadySo),
        (lambda s: s.join("a2", {"701": 1, "999": 1}), NotFound),
        (lambda s: s.leave("a2", "701"), NotFound),
        (lambda s: s.leave("a2", "700"), NotAllowed),
        (lambda s: s.add_queue(Queue("6100", "")), AlreadySo),
        (lambda s: s.rename_queue("700", "702"), NotEmpty),
        (lambda s: s.rename_queue("701", "700"), AlreadySo),
        (lambda s: s.remove_queue("700"), NotEmpty),
        (lambda s: s.add_phone("p1"), AlreadySo),
        (lambda s: s.remove_phone("p1"), NotEmpty),
        (lambda s: s.remove_phone("p9"), NotFound),
        (lambda s: s.rename_phone("p1", "p9"), NotEmpty),
        (lambda s: s.rename_phone("p2", "p3"), AlreadySo),
    ],
)
def test_what_is_refused_changes_nothing(what, error: type[ExchangeError]) -> None:
    rig = Rig()
    rig.log_in("a1")
    rig.exchange.setup.add_queue(Queue("701", "Other"))
    rig.ring("700")
    before = state(rig.exchange)
    with pytest.raises(error):
        what(rig.exchange.setup)
    assert state(rig.exchange) == before
    assert [line.number for line in rig.exchange.world.agents["a2"].lines] == [1, 2]


def test_what_is_free_goes() -> None:
    rig = Rig()
    setup, world = rig.exchange.setup, rig.exchange.world
    setup.remove_line("a1", 2)
    setup.add_queue(Queue("701", "Other"))
    setup.join("a1", {"701": 5})
    setup.leave("a1", "700")
    setup.rename_queue("701", "702")
    setup.rename_phone("p2", "p8")
    assert world.agents["a2"].home == "p8"
    setup.remove_agent("a1")
    assert world.queues["702"].members == {}
    setup.remove_queue("702")
    setup.remove_phone("p1")
    assert (list(world.queues), list(world.phones)) == (["700"], ["p3", "p8"])


def test_a_member_is_paused_in_one_queue() -> None:
    rig = Rig()
    rig.exchange.setup.pause_in("a1", "700", True)
    assert list(rig.queue.paused) == ["a1"]
    with pytest.raises(AlreadySo):
        rig.exchange.setup.pause_in("a1", "700", True)
    rig.exchange.setup.rename_agent("a1", "b1", "1")
    assert list(rig.queue.paused) == ["b1"]
    rig.exchange.setup.pause_in("b1", "700", False)
    del rig.queue.members["b1"]
    with pytest.raises(NotFound, match="not a member"):
        rig.exchange.setup.pause_in("b1", "700", True)


def test_the_last_queue_can_be_left_where_the_policy_allows_it() -> None:
    rig = Rig(keep_last_queue=False)
    rig.exchange.setup.pause_in("a1", "700", True)
    rig.exchange.setup.leave("a1", "700")
    assert "a1" not in rig.queue.members
    assert not rig.queue.paused
