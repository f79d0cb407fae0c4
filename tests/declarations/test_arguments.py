"""What an argument's declaration demands: kinds, words beside them, lists, records."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.core.errors import UsageError
from cti_desk.declarations.arguments import Argument, check_arguments, spell_arguments

LINE = (Argument("number", kind="integer", mandatory=True), Argument("inbound", kind="flag"))
DECLARED = (
    Argument("rule", spelling={"stomp": "Ruleid", "soap": ()}),
    Argument("qualify", kind="integer", also=("yes", "no"), minimum=1),
    Argument("groups", kind="integer", separator=",", maximum=63),
    Argument("codecs", kind="choice", choices=("ulaw", "alaw"), also=("all",), separator=";"),
    Argument("lines", kind="records", fields=LINE, item="line"),
)


@pytest.mark.parametrize(
    ("params", "checked"),
    [
        ({"qualify": "yes"}, {"qualify": "yes"}),
        ({"qualify": 2000}, {"qualify": "2000"}),
        ({"qualify": ""}, {"qualify": ""}),
        ({"groups": "1, 2,3"}, {"groups": "1, 2,3"}),
        ({"codecs": "ulaw;alaw"}, {"codecs": "ulaw;alaw"}),
        ({"codecs": "all"}, {"codecs": "all"}),
        (
            {"lines": [{"number": 1, "inbound": False}]},
            {"lines": [{"number": "1", "inbound": "0"}]},
        ),
    ],
)
def test_what_is_right(params: dict[str, Any], checked: dict[str, Any]) -> None:
    assert check_arguments("Do", DECLARED, params) == checked


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"qualify": "maybe"}, r"a whole number \(or yes, no\), not “maybe”"),
        ({"qualify": 0}, "at least 1"),
        ({"groups": "1,,2"}, "a whole number, not “”"),
        ({"groups": "1,64"}, "at most 63"),
        ({"codecs": "ulaw,alaw"}, "one of ulaw, alaw"),
        ({"lines": [{"number": 1}, {"number": "x"}]}, "number must be a whole number"),
        ({"lines": [{"number": 1}, {}]}, "lines, record 2, needs the argument “number”"),
        ({"lines": [{"number": 1, "inbound": "yes"}]}, r"1 \(yes\) or 0 \(no\)"),
        ({"lines": {"number": 1}}, "a list of records"),
    ],
)
def test_what_is_wrong_is_said_in_words(params: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        check_arguments("Do", DECLARED, params)


def test_what_is_missing_or_unknown_is_told_with_what_is_valid() -> None:
    declared = (Argument("account", mandatory=True), Argument("reason"))
    for params, words in (
        ({}, "Do needs the argument “account”. It takes account, reason?."),
        (
            {"reasno": "1"},
            "Do has no argument “reasno”. Did you mean “reason”? It takes account, reason?.",
        ),
    ):
        with pytest.raises(UsageError) as refused:
            check_arguments("Do", declared, params)
        assert str(refused.value) == words
    with pytest.raises(UsageError, match=r"Do has no argument “x”\. It takes no arguments\."):
        check_arguments("Do", (), {"x": 1})


def test_an_empty_list_is_not_given() -> None:
    needed = (Argument("lines", kind="records", fields=LINE, mandatory=True),)
    with pytest.raises(UsageError, match="needs the argument “lines”"):
        check_arguments("Add", needed, {"lines": []})


def test_what_a_transport_does_not_have_is_not_dropped_in_silence() -> None:
    assert spell_arguments("Do", DECLARED, {"rule": "1"}, "stomp") == {"Ruleid": "1"}
    with pytest.raises(UsageError, match="“rule” over another transport only"):
        spell_arguments("Do", DECLARED, {"rule": "1"}, "soap")
