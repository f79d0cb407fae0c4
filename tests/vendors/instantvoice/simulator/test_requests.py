"""Requests in the right form, in every wrong one, and what is none at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.vendors.instantvoice.simulator.requests import Request, parse_request

MISSING, INVALID = 1, 5


def test_a_request_with_and_without_its_identifier() -> None:
    assert parse_request(b'["M", "k", {"a": 1}]') == Request("M", "k", {"a": 1})
    assert parse_request(b'["M", "k", {}, "x1"]') == Request("M", "k", {}, "x1")


@pytest.mark.parametrize(
    ("body", "method", "code", "identifier"),
    [
        (b'["M", "k"]', "M", MISSING, None),
        (b'["M", "k", null]', "M", MISSING, None),
        (b'["M", "k", null, "x"]', "M", MISSING, "x"),
        (b'["M", "k", []]', "M", INVALID, None),
        (b'["M", "k", "a", "x"]', "M", INVALID, "x"),
        (b'["M", "k", {}, 5]', "M", INVALID, None),
        (b'["M", "k", {}, "x", 1]', "M", INVALID, "x"),
        (b'[1, "k", {}]', "", INVALID, None),
        (b'[null, "k", {}, "x"]', "", INVALID, "x"),
        (b'[{"M": 1}, "k", {}]', "", INVALID, None),
        # no JSON: what the manual's examples have, and what a program's own string makes of it
        (b'["M", "k", {"Accountcode": "default",}]', "M", INVALID, None),
        (b'["M", "k", {"a": "1" "b": "2"}, "x"]', "M", INVALID, "x"),
        (b"['M', 'k', {}]", "M", INVALID, None),
        (b'["M", "k", {', "M", INVALID, None),
        (b'["M", "k"', None, None, None),
        (b'["M", "k", ' + b"[" * 100_000, "M", INVALID, None),
        (b'["M", "k", {"a": "\xff"}]', "M", INVALID, None),
    ],
)
def test_what_names_a_key_is_answered(
    body: bytes, method: str | None, code: int, identifier: str | None
) -> None:
    wanted = None if method is None else Request(method, "k", code, identifier)
    assert parse_request(body) == wanted


def test_a_key_of_digits_written_as_a_number_is_that_key() -> None:
    assert parse_request(b'["M", 1234, {}]') == Request("M", "1234", INVALID)


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"\xff", b"{}", b"[]", b'["M"]', b'"M"', b"5", b"null"),
        *(b'["M", null, {}]', b'["M", true, {}]', b'["M", "", {}]', b'["M", ["k"], {}]'),
        *(b'["M", "a/b", {}]', b'["M", "k ", {}', b'["M", 1.5, {}]', b"[" * 100_000),
    ],
)
def test_what_names_no_key_is_no_request(body: bytes) -> None:
    assert parse_request(body) is None


@given(st.binary(max_size=80) | st.binary(max_size=80).map(lambda rest: b'["M","k",' + rest))
def test_nothing_fails(body: bytes) -> None:
    found = parse_request(body)
    assert found is None or found.key
