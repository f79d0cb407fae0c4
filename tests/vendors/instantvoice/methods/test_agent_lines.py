"""Lines as records: checked one by one, and sent as in the manual."""

from __future__ import annotations

import pytest

from cti_desk.core.errors import UsageError
from cti_desk.vendors.instantvoice.methods import METHODS
from tests.support.instantvoice_seed import built, example

AGENT = {"accountcode": "default", "user": "0001"}


def test_lines_are_built_from_numbers_and_truth_values() -> None:
    lines = [
        {"linenumber": 1, "inbound": False, "outbound": True},
        {"linenumber": 2, "inbound": 0, "outbound": 1},
    ]
    assert built("AgentLineAdd", **AGENT, lines=lines) == example("AgentLineAdd")[2]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "needs the argument “lines”"),
        ("1", "a list of records"),
        ([{"linenumber": "x"}], "linenumber must be a whole number"),
        ([{"linenumber": 1}, {"linenumber": 2, "inbound": 2}], "inbound must be 1"),
        ([{"linenumber": 1, "outbuond": 1}], "record 1, has no argument “outbuond”. Did you mean"),
    ],
)
def test_wrong_lines(lines: object, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        METHODS["AgentLineAdd"].check({**AGENT, "lines": lines})


def test_soap_numbers_the_records() -> None:
    (lines,) = (one for one in METHODS["AgentLineAdd"].arguments if one.name == "lines")
    assert lines.item == "line"
