from cti_desk.simulator.model import Agent, Queue
from cti_desk.simulator.strategies import STRATEGIES, choose


def agent(name: str, idle_since: float) -> Agent:
    return Agent(name, name, name, "p", [], idle_since=idle_since)


AGENTS = [agent("a", 30), agent("b", 10), agent("c", 20)]


def queue(strategy, last: str | None = None, **priorities: int) -> Queue:
    members = priorities or {"a": 0, "b": 0, "c": 0}
    return Queue("1", "Q", members, strategy=strategy, last_served=last)


def chosen(of: Queue, agents: list[Agent] = AGENTS) -> str:
    return "".join(found.id for found in choose(of, agents))


def test_longest_idle_is_whose_last_call_is_longest_ago() -> None:
    assert chosen(queue("longest_idle")) == "b"


def test_round_robin_goes_on_after_whoever_answered_last_and_begins_anew() -> None:
    assert [chosen(queue("round_robin", last)) for last in (None, "a", "b", "c")] == [*"abca"]
    assert chosen(queue("round_robin", "a"), [AGENTS[0], AGENTS[2]]) == "c"


def test_priority_takes_the_lowest_number_then_the_longest_idle() -> None:
    assert chosen(queue("priority", a=1, b=2, c=1)) == "c"


def test_nobody_available_is_nobody_chosen() -> None:
    assert {chosen(queue(name), []) for name in STRATEGIES} == {""}


def test_ring_all_takes_everybody() -> None:
    assert chosen(queue("ring_all")) == "abc"
