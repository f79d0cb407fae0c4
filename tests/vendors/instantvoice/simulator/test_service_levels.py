"""Answered in time or not, in three windows; nothing is told while nobody has left."""

from __future__ import annotations

import pytest

from cti_desk.simulator.observations import Kind, Observation
from cti_desk.vendors.instantvoice.simulator.service_levels import WINDOWS_S, ServiceLevels
from tests.vendors.instantvoice.simulator.test_service import Bench

NOW = 1_000_000.0


def levels(*callers: tuple[float, float, bool]) -> ServiceLevels:
    """Callers as (entered, waited, answered)."""
    up: set[str] = set()
    made = ServiceLevels(up)
    for number, (entered, waited, answered) in enumerate(callers):
        call = str(number)
        made.observe(Observation(Kind.QUEUED, entered, call=call, queue="7012"))
        if answered:
            up.add(call)
        made.observe(Observation(Kind.LEFT_QUEUE, entered + waited, call=call, queue="7012"))
    return made


def test_nobody_has_left() -> None:
    assert levels().percent("7012", 1, 30, NOW) is None
    assert levels((NOW - 10, 1, True)).percent("7013", 1, 30, NOW) is None


@pytest.mark.parametrize(("within", "percent"), [(10, 25), (30, 50), (60, 75)])
def test_who_gave_up_was_not_answered_in_time(within: int, percent: int) -> None:
    made = levels(
        (NOW - 100, 5, True), (NOW - 100, 20, True), (NOW - 100, 50, True), (NOW - 100, 2, False)
    )
    assert made.percent("7012", 1, within, NOW) == percent


@pytest.mark.parametrize("window", [1, 2, 3])
def test_a_window_forgets_what_was_before(window: int) -> None:
    made = levels((NOW - WINDOWS_S[window - 1] - 60, 5, True), (NOW - 60, 5, False))
    assert made.percent("7012", window, 30, NOW) == 0


def test_the_platform_tells_them() -> None:
    bench = Bench()
    ask = ("QueueInfo", "key", {"accountcode": "default", "name": "7012"})
    assert bench(*ask)[1]["sl_w1_a1"] is None
    exchange = bench.platform.exchange
    exchange.agents.log_in("default_1001", "SIP/default_0001")
    first = exchange.calls.incoming("7012", "219")
    exchange.calls.answer(first.id)
    exchange.calls.incoming("7012", "220")
    exchange.time.advance(45)
    exchange.calls.hang_up(exchange.queues.waiting("7012")[0].id, "caller", None, None)
    told = bench(*ask)[1]
    assert [told[f"sl_w1_a{number}"] for number in (1, 2, 3)] == [50, 50, 50]
