"""Wrong parameters are told in words, with what would be right."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.api.commands import METHODS
from cti_desk.api.dispatcher import Dispatcher
from tests.support.api import Program
from tests.support.fake_desk import FakeDesk

TEXTS = st.text(alphabet="abc 1", max_size=3)
EVERY_TYPE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    TEXTS,
    st.lists(st.integers(), max_size=2),
    st.dictionaries(TEXTS, st.integers(), max_size=2),
)


def said(method: str, params: Any) -> str:
    reply = Program(Dispatcher(FakeDesk())).ask(method, params)
    assert reply["error"]["code"] == -32602
    return str(reply["error"]["message"])


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("agent.pause", {"reason": 7}, "reason must be a text or null, not a whole number."),
        ("agent.pause", {"reason": ""}, "reason must not be empty."),
        ("agent.pause", {"reason": "x" * 201}, "reason must have at most 200 characters."),
        (
            "agent.pause",
            {"wait": "long"},
            "wait must be true or false, a number or null, not a text.",
        ),
        ("agent.pause", {"wait": 0.0}, "wait must be more than 0."),
        ("agent.pause", {"wait": 601.0}, "wait must be at most 600."),
        (
            "agent.pause",
            {"colour": "red"},
            "there is no parameter “colour”. It takes reason?, wait?.",
        ),
        ("call.dial", {}, "number is missing. It takes number, correlation_id?, wait?."),
        ("call.dial", [], "number is missing. It takes number, correlation_id?, wait?."),
        ("call.dial", ["1", "2", True, 4], "4 parameters are too many. It takes "),
        ("call.dial", "6100", "params must be an object or an array."),
        ("call.digits", {"digits": "x"}, "digits must be: 1 to 64 of the signs 0-9, A-D, * and #."),
        (
            "contacts.explain",
            {"text": "1", "outside_line": "x"},
            "outside_line must be: At most 20 of the signs 0-9, * and #.",
        ),
        (
            "agent.forward",
            {"kind": "sometimes"},
            "kind must be one of always, busy, no_answer, not 'sometimes'.",
        ),
        ("journal.list", {"limit": 5000}, "limit must be at most 1000."),
        ("agent.dnd", {"on": 1}, "on must be true or false, not a whole number."),
        ("events.subscribe", {"since": {}}, "epoch is missing in since."),
        ("session.snapshot", {"x": 1}, "there is no parameter “x”. It takes no parameters."),
    ],
)
def test_a_wrong_parameter_in_words(method: str, params: Any, words: str) -> None:
    assert said(method, params).startswith(f"{method}: {words}")


@given(st.data())
def test_no_words_of_the_machine_are_left(data: st.DataObject) -> None:
    method = data.draw(st.sampled_from(METHODS))
    names = st.sampled_from([*method.order, "other"])
    params = data.draw(st.dictionaries(names, EVERY_TYPE, max_size=4))
    reply = Program(Dispatcher(FakeDesk())).ask(method.name, params)
    message = reply.get("error", {}).get("message", "") if reply else ""
    assert "`" not in message
    assert "Expected" not in message
