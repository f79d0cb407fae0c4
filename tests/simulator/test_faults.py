import pytest

from cti_desk.simulator.clock import SimulatedTime
from cti_desk.simulator.errors import Invalid
from cti_desk.simulator.faults import KINDS, Faults


def faults() -> Faults:
    return Faults(SimulatedTime(frozen_at=0))


def test_a_fault_strikes_its_stream_and_method_only() -> None:
    these = faults()
    these.add("drop", {"what": "replies", "method": "AgentInfo"})
    assert these.take("drop", "replies", "AgentInfo")
    assert not these.take("drop", "replies", "AgentLogin")
    assert not these.take("drop", "events")
    assert not these.take("delay", "replies", "AgentInfo")


def test_a_count_is_used_up() -> None:
    these = faults()
    these.add("drop", {"count": 2})
    assert [bool(these.take("drop", "events")) for _ in range(3)] == [True, True, False]
    assert these.listing() == []


def test_a_passing_fault_passes() -> None:
    time = SimulatedTime(frozen_at=0)
    these = Faults(time)
    these.add("silent", {"for": 5})
    time.advance(4.9)
    assert these.find("silent", "connections")
    time.advance(0.1)
    assert not these.find("silent", "connections")


def test_clearing_one_kind_or_all() -> None:
    these = faults()
    for kind in KINDS:
        these.add(kind, {})
    these.clear("cut")
    assert len(these.listing()) == len(KINDS) - 1
    these.clear()
    assert these.listing() == []


@pytest.mark.parametrize(
    ("kind", "options", "words"),
    [
        ("explode", {}, "no fault 'explode'"),
        ("drop", {"colour": "red"}, "no option 'colour'"),
        ("drop", {"count": "two"}, "count"),
        ("drop", {"count": True}, "count"),
        ("drop", {"what": "everything"}, "everything"),
    ],
)
def test_a_fault_that_cannot_be_understood_is_refused_in_words(kind, options, words) -> None:
    these = faults()
    with pytest.raises(Invalid, match=words):
        these.add(kind, options)
    assert these.listing() == []
