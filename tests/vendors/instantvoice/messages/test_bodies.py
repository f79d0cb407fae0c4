"""The tolerant parser: what the manual shows, and what nobody should send."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.core.text import clean
from cti_desk.vendors.instantvoice.messages.bodies import (
    LONGEST_LENIENT,
    Reply,
    Unparsed,
    build_request,
    parse_body,
    parse_reply,
)
from tests.support.instantvoice_manual import BROKEN, FIXTURES
from tests.support.odd_text import assert_valid, odd_texts


@pytest.mark.shows(
    "instantvoice",
    "JSON events example of *",
    "inconsistency: PollEvents' example has a placeholder",
)
@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.json")), ids=lambda path: path.name)
def test_every_example_of_the_manual_is_understood(path: Path) -> None:
    data = parse_body(path.read_bytes())
    if path.name in BROKEN:
        assert isinstance(data, Unparsed)
    else:
        assert isinstance(data, list | dict)


@pytest.mark.shows(
    "instantvoice", "inconsistency: lists of QueueList and SipUserList are in single quotes"
)
@pytest.mark.parametrize(
    ("body", "data"),
    [
        ('[0, "ok",]', [0, "ok"]),
        ('{"a": "x,]", "b": [1,2,],}', {"a": "x,]", "b": [1, 2]}),
        ("[0, ['1002', '1004', '0015', '7021'] ]", [0, ["1002", "1004", "0015", "7021"]]),
        ("(0, {'a': None, 'b': True})", [0, {"a": None, "b": True}]),
        ('\0 [0, "padded"]\r\n', [0, "padded"]),
    ],
)
def test_near_json_is_understood(body: str, data: Any) -> None:
    assert parse_body(body) == data
    assert parse_body(body.encode()) == data


@pytest.mark.parametrize(
    "body",
    ["", "hello", "__import__('os').system('true')", "[0, 'a", "{1: open('/')}", "[" * 100_000],
)
def test_what_is_neither_is_kept_as_text_and_never_run(body: str) -> None:
    assert isinstance(parse_body(body), Unparsed)


@pytest.mark.parametrize("piece", ['\\"', '"', ",", ", ", "[,", '{"a":', "\\"])
def test_a_long_body_that_is_nothing_holds_nobody_up(piece: str) -> None:
    """Parsed on the loop: where the time grew with the square, this would take minutes."""
    for length in (LONGEST_LENIENT, 8 * LONGEST_LENIENT):
        assert isinstance(parse_body(piece * (length // len(piece))), Unparsed)


def test_a_longer_body_must_be_json() -> None:
    long = " " * LONGEST_LENIENT
    assert parse_body(f"[1{long}]") == [1]
    assert isinstance(parse_body(f"[1{long},]"), Unparsed)


@given(odd_texts)
def test_every_text_in_a_body_is_made_valid(text: str) -> None:
    for body in (
        json.dumps([0, {text: [text]}, "1"]),
        json.dumps([0, {text: [text]}, "1"])[:-1] + ",]",
        repr([0, {text: [text]}, "1"]),
    ):
        for form in (body, body.encode()):
            found = parse_body(form)
            assert isinstance(found, list)
            assert_valid(found)
    assert_valid(parse_body("<" + text))


@pytest.mark.shows(
    "instantvoice",
    "wire: a reply is code and description",
    "wire: a request may have an identifier, which its reply repeats",
    "JSON reply example of Identifier",
)
@pytest.mark.parametrize(
    ("body", "reply"),
    [
        ('[0, "Successful QueueAdd", "key1234"]', Reply(0, "Successful QueueAdd", "key1234")),
        ('[0, "123"]', Reply(0, "123")),
        ('["-2", null]', Reply(-2, None)),
        ("[0, ['0001'], 'x']", Reply(0, ["0001"], "x")),
        ("[4, {}, 17]", Reply(4, {}, "17")),
    ],
)
def test_replies(body: str, reply: Reply) -> None:
    assert parse_reply(body) == reply


@pytest.mark.parametrize(
    "body",
    ["[]", "[0]", "[0,1,2,3]", '{"0": 1}', '["x", 1]', "[true, 1]", "[0, 1, []]", "7", "\xff"],
)
def test_wrong_shapes_are_no_replies(body: str) -> None:
    assert parse_reply(body) is None


@pytest.mark.shows(
    "instantvoice",
    "wire: a request is method, key, arguments",
    "JSON request example of Identifier",
)
def test_requests_are_valid_json_in_the_documented_order() -> None:
    body = build_request("AgentLogin", "f054bbd2f5ebab9", {"User": "default_0001"}, "key1234")
    assert json.loads(body) == [
        "AgentLogin",
        "f054bbd2f5ebab9",
        {"User": "default_0001"},
        "key1234",
    ]


@given(st.binary() | st.text().map(str.encode))
def test_no_bytes_raise(body: bytes) -> None:
    parse_body(body)
    parse_reply(body)


@given(st.text(alphabet="[]{}(),:'\"0123456789 NoneTru\\x-+.eE\n", max_size=60).map(str.encode))
def test_nothing_that_looks_like_data_raises(body: bytes) -> None:
    parse_reply(body)


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text().map(clean),
    lambda inner: st.lists(inner) | st.dictionaries(st.text().map(clean), inner),
    max_leaves=10,
)


@given(_json)
def test_json_is_read_as_json(data: Any) -> None:
    assert parse_body(json.dumps(data)) == data
