"""Declarations check what callers give, spell it for a transport and cover secrets."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.core.errors import UsageError
from cti_desk.declarations.arguments import MASK, Argument
from cti_desk.declarations.methods import Method, find_method, mask

DIAL = Method(
    "Dial",
    (
        Argument("account", spelling={"stomp": "Account"}, mandatory=True),
        Argument("agent", spelling={"stomp": ("Agent", "User"), "soap": "User"}, mandatory=True),
        Argument("priority", kind="integer", minimum=0, maximum=9),
        Argument("language", kind="choice", choices=("pt_BR", "en_US")),
        Argument("loud", kind="yes_no"),
        Argument("pin", kind="integer", secret=True, longest=4),
        Argument(
            "lines",
            kind="records",
            fields=(Argument("number", kind="integer", mandatory=True, spelling={"soap": "No"}),),
        ),
    ),
    section="Dial",
    secrets=("pin",),
)


def test_checked_arguments_come_back_in_order_as_text() -> None:
    checked = DIAL.check({"priority": 3, "agent": "0001", "account": "default", "language": None})
    assert list(checked.items()) == [("account", "default"), ("agent", "0001"), ("priority", "3")]


def test_names_may_be_given_as_a_wire_spells_them() -> None:
    assert DIAL.check({"Account": "a", "USER": "1"}) == {"account": "a", "agent": "1"}


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"account": "a"}, "needs the argument “agent”"),
        ({"account": "", "agent": "1"}, "needs the argument “account”"),
        ({"account": "a", "agnet": "1"}, "Did you mean “agent”"),
        ({"account": "a", "agent": 1.5}, "text or a whole number"),
        ({"account": "a", "agent": True}, "text or a whole number"),
        ({"account": "a", "agent": "1", "priority": "high"}, "whole number, not “high”"),
        ({"account": "a", "agent": "1", "priority": "٣"}, "whole number"),
        ({"account": "a", "agent": "1", "priority": -1}, "at least 0"),
        ({"account": "a", "agent": "1", "priority": 10}, "at most 9"),
        ({"account": "a", "agent": "1", "language": "de"}, "one of pt_BR, en_US"),
        ({"account": "a", "agent": "1", "loud": "maybe"}, "yes or no"),
        ({"account": "a", "agent": "1", "pin": "12345"}, "at most 4 characters"),
        ({"account": "a", "agent": "1", "lines": "1"}, "list of records"),
        (
            {"account": "a", "agent": "1", "lines": [{}]},
            "lines, record 1, needs the argument “number”",
        ),
    ],
)
def test_what_is_wrong_is_said_in_words(params: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        DIAL.check(params)


def test_a_secret_is_not_repeated_in_the_error() -> None:
    with pytest.raises(UsageError) as raised:
        DIAL.check({"account": "a", "agent": "1", "pin": "s3cret"})
    assert "s3cret" not in str(raised.value)


def test_spelling_follows_transport_and_attempt() -> None:
    checked = DIAL.check({"account": "a", "agent": "1", "loud": True, "lines": [{"number": 1}]})
    assert DIAL.spell(checked, "stomp") == {
        "Account": "a",
        "Agent": "1",
        "loud": "yes",
        "lines": [{"number": "1"}],
    }
    assert DIAL.spell(checked, "stomp", attempt=1)["User"] == "1"
    assert DIAL.spell(checked, "soap")["lines"] == [{"No": "1"}]
    assert DIAL.attempts("stomp") == 2
    assert DIAL.attempts("soap") == 1


def test_masking_reaches_every_depth() -> None:
    assert DIAL.mask([{"PIN": "1", "name": "x"}, {"pin": ""}]) == [
        {"PIN": MASK, "name": "x"},
        {"pin": ""},
    ]
    assert mask({"a": {"pin": 3}}, ("pin",)) == {"a": {"pin": MASK}}
    assert mask("text", ()) == "text"


def test_methods_are_found_in_any_case_and_the_nearest_is_named() -> None:
    methods = {"Dial": DIAL}
    assert find_method(methods, "dial") is DIAL
    with pytest.raises(UsageError, match="Did you mean “Dial”"):
        find_method(methods, "Diall")
