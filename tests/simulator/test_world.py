import re

import pytest

from cti_desk.simulator.errors import NotFound
from tests.support.exchange import START, Rig


def test_agents_are_found_by_name_and_by_number() -> None:
    world = Rig().exchange.world
    assert world.agent("a2") is world.agent("2")
    with pytest.raises(NotFound, match="no agent 9"):
        world.agent("9")


def test_call_ids_look_like_the_vendors_and_differ() -> None:
    world = Rig().exchange.world
    ids = [world.new_id() for _ in range(100)]
    assert len(set(ids)) == 100
    assert all(re.fullmatch(rf"{int(START)}\.\d+\.\d+", one) for one in ids)


def test_lines_are_taken_lowest_first_and_by_direction() -> None:
    rig = Rig(lines=3)
    world, agent = rig.exchange.world, rig.exchange.world.agents["a1"]
    agent.lines[0].inbound = False
    assert world.free_line(agent, inbound=True) == 2
    assert world.free_line(agent, inbound=False) == 1
    rig.log_in("a1")
    rig.ring("a1")
    assert world.free_line(agent, inbound=True) == 3


def test_the_telephone_of_an_agent_is_where_they_are_logged_in_else_their_own() -> None:
    rig = Rig()
    world = rig.exchange.world
    assert world.phone_of(world.agent("a1")).id == "p1"
    rig.exchange.agents.log_in("a1", "p3")
    assert world.phone_of(world.agent("a1")).id == "p3"


def test_watchers_see_steps_without_an_agent() -> None:
    rig = Rig()
    looks: list[int] = []
    rig.exchange.watch(lambda: looks.append(len(rig.exchange.world.calls)))
    rig.ring("6100")
    assert looks[-1] == 1
    rig.advance(2)
    rig.exchange.calls.hang_up(rig.exchange.only_call().id, "caller")
    assert looks[-1] == 0
    assert rig.seen == []
