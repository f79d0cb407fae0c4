from __future__ import annotations

import json

import pytest

from cti_desk.core.model import Remote
from cti_desk.core.page_decisions import KEPT_FOR_S, MOST_KEPT, MOST_ROOTS, PageDecisions

MARIA = Remote("2198765456", name="Maria")
RUI = Remote("1002", name="Rui")
HIDDEN = Remote(withheld=True)
NOW = 1_795_298_371.0


def decided(*parties: Remote) -> PageDecisions:
    made = PageDecisions()
    for party in parties:
        made.decide("ringing", "7.0", party, NOW)
    return made


@pytest.mark.parametrize(
    ("before", "now", "same"),
    [
        ((), MARIA, False),
        ((MARIA,), MARIA, True),
        ((MARIA,), Remote("+55 21 9876-5456"), True),
        ((MARIA,), RUI, False),
        ((MARIA,), HIDDEN, False),
        ((MARIA, RUI), MARIA, True),
        ((MARIA,), Remote(), True),
        ((Remote(),), MARIA, True),
        ((Remote(name="Maria"),), MARIA, True),
        ((Remote(name="Support"),), RUI, False),
        ((HIDDEN,), HIDDEN, True),
    ],
)
def test_one_page_for_each_party(before: tuple[Remote, ...], now: Remote, same: bool) -> None:
    decisions = decided(*before)
    assert decisions.decided("ringing", "7.0", now) is same
    assert not decisions.decided("answered", "7.0", now)
    assert not decisions.decided("ringing", "8.0", now)
    assert (("ringing", "7.0") in decisions) is bool(before)


def test_who_becomes_known_is_told_apart_from_whoever_comes_then() -> None:
    decisions = decided(Remote())
    assert decisions.decided("ringing", "7.0", MARIA)
    assert not decisions.decided("ringing", "7.0", RUI)


def test_the_next_run_knows_them() -> None:
    kept = json.loads(json.dumps(decided(MARIA, RUI).kept(NOW + 10)))
    again = PageDecisions.of(kept, NOW + 20)
    assert again.decided("ringing", "7.0", MARIA)
    assert again.decided("ringing", "7.0", RUI)
    assert not again.decided("ringing", "7.0", HIDDEN)
    assert again.kept(NOW + 20) == kept


@pytest.mark.parametrize("later", [KEPT_FOR_S, -KEPT_FOR_S, 30 * KEPT_FOR_S])
def test_after_a_day_an_id_may_mean_another_call(later: float) -> None:
    kept = decided(MARIA).kept(NOW)
    assert not PageDecisions.of(kept, NOW + later).decided("ringing", "7.0", MARIA)
    assert decided(MARIA).kept(NOW + later) == []


@pytest.mark.parametrize(
    "kept", [None, 7, "text", {"a": 1}, [None, [], ["ringing", "7.0"], ["a", 1, 2.0], [1, 2, 3]]]
)
def test_what_is_no_such_thing_is_left_out(kept: object) -> None:
    assert PageDecisions.of(kept, NOW).kept(NOW) == []


def test_it_is_bounded() -> None:
    decisions = PageDecisions()
    for number in range(MOST_ROOTS + 500):
        decisions.decide("ringing", str(number), MARIA, NOW)
    assert ("ringing", "499") not in decisions
    assert ("ringing", "500") in decisions
    kept = decisions.kept(NOW)
    assert len(kept) == MOST_KEPT
    assert kept[-1][:2] == ["ringing", str(MOST_ROOTS + 499)]
