import pytest

from cti_desk.vendors.instantvoice.simulator.topics import matches

EVENTS = "/topic/iv.agents.default_1001"


@pytest.mark.parametrize(
    ("pattern", "destination", "expected"),
    [
        (EVENTS, EVENTS, True),
        (EVENTS, "/topic/iv.agents.default_10012", False),
        ("/topic/iv.agents.#", EVENTS, True),
        ("/topic/iv.agents.#", "/topic/iv.agents", True),
        ("/topic/iv.agents.#", "/topic/iv.agents.a.b", True),
        ("/topic/iv.agents.#", "/topic/iv.agentsx.a", False),
        ("/topic/iv.agents.*", EVENTS, True),
        ("/topic/iv.agents.*", "/topic/iv.agents.a.b", False),
        ("/topic/iv.*.default_1001", EVENTS, True),
        ("/topic/#", "/topic/anything.at.all", True),
        ("/topic/#", "/queue/anything", False),
        ("iv.agents.#", EVENTS, False),
        ("/topic/a+c", "/topic/aac", False),
    ],
)
def test_what_a_subscription_means(pattern: str, destination: str, expected: bool) -> None:
    assert matches(pattern, destination) is expected
