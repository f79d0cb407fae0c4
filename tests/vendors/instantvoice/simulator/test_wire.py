import pytest

from cti_desk.simulator.errors import Invalid
from cti_desk.simulator.model import Cause
from cti_desk.vendors.instantvoice.simulator.wire import REASONS, cause

DOCUMENTED = {
    "BYCALLER",
    "BYCALLEE",
    "NOANSWER",
    "FAILED",
    "BUSY",
    "UNKNOWN",
    "ATRANSFER",
    "BTRANSFER",
    "QUEUEGIVEUP",
    "QUEUEMISSED",
    "PICKUP",
    "MSSTOP",
    "MSSTART",
    "MSGONE",
}


def test_every_cause_has_its_documented_word_and_back() -> None:
    assert set(REASONS) == set(Cause)
    assert set(REASONS.values()) == DOCUMENTED
    for known, word in REASONS.items():
        assert cause(word) is cause(word.lower()) is cause(known.value) is known


def test_an_unknown_word_lists_the_known() -> None:
    with pytest.raises(Invalid, match="QUEUEMISSED"):
        cause("BORED")
