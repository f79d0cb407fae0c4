"""Codes and bodies: core errors, with the platform's own words and without our secrets."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.core.errors import CtiError, NotOffered, OutcomeUnknown, RefusedByVendor
from cti_desk.switch_kit.http.answers import Answer, data_of, detail_of, error_of
from cti_desk.switch_kit.http.failures import Server
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.login_guard import LoginRefused
from tests.support.odd_text import assert_valid, odd_texts

ACME = Server("acme", "The platform")
JSON = {"content-type": "application/vnd.acme.v3+json"}


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, RefusedByVendor),
        (401, LoginRefused),
        (403, RefusedByVendor),
        (404, RefusedByVendor),
        (405, RefusedByVendor),
        (406, NotOffered),
        (418, RefusedByVendor),
        (429, RefusedByVendor),
        (500, RefusedByVendor),
        (503, LinkFailure),
    ],
)
def test_each_code_has_its_error(status: int, kind: type[CtiError]) -> None:
    answer = Answer(status, JSON, b'{"message": "because"}')
    error = error_of(ACME, answer, "user.get", acting=False)
    assert type(error) is kind
    assert "because" in str(error)
    assert (error.vendor, error.code) == ("acme", None if kind is LinkFailure else status)


def test_a_gateway_does_not_know_what_became_of_it() -> None:
    for status in (502, 504):
        assert isinstance(error_of(ACME, Answer(status, {}), "x", acting=True), OutcomeUnknown)
        assert isinstance(error_of(ACME, Answer(status, {}), "x", acting=False), LinkFailure)


def test_a_missing_feature_is_named() -> None:
    error = error_of(ACME, Answer(403, {}), "x", acting=True, feature="Queue pickup API")
    assert "Queue pickup API" in str(error)


def test_our_secrets_do_not_come_back() -> None:
    answer = Answer(400, {}, b"wrong: hunter2")
    error = error_of(ACME, answer, "x", acting=False, secrets=("hunter2",))
    assert "hunter2" not in str(error.data())


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"message": "m", "code": 7}, "m"),
        ({"error": {"detail": "d"}}, "d"),
        ({"errors": [{"message": "a"}, {"message": "b"}]}, "a; b"),
        ("text", "text"),
        ({"code": 7}, ""),
        (7, ""),
    ],
)
def test_a_detail_may_have_any_shape(body: Any, detail: str) -> None:
    assert detail_of(Answer(400, JSON, json.dumps(body).encode())) == detail


@pytest.mark.parametrize(
    ("kind", "body", "detail"),
    [
        ("text/plain", b"no\nway\x00", "no way"),
        ("text/html", b"sorry", ""),
        ("", b"<html>sorry</html>", ""),
        (JSON["content-type"], b"{broken", ""),
    ],
)
def test_pages_are_no_details(kind: str, body: bytes, detail: str) -> None:
    assert detail_of(Answer(500, {"content-type": kind}, body)) == detail


@given(st.integers(100, 599), st.binary(max_size=200), st.booleans())
def test_any_answer_is_some_error(status: int, body: bytes, acting: bool) -> None:
    assert isinstance(error_of(ACME, Answer(status, JSON, body), "x", acting=acting), CtiError)


@pytest.mark.parametrize("body", [b"", b" \r\n"])
@pytest.mark.shows(
    "compass",
    "REST rule: an action may be answered with nothing",
)
def test_an_empty_answer_is_an_empty_record(body: bytes) -> None:
    assert data_of(ACME, Answer(200, {}, body), "x") == {}


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 200_000])
def test_what_is_no_json_leaves_the_outcome_unknown(body: bytes) -> None:
    with pytest.raises(OutcomeUnknown, match="cannot be read"):
        data_of(ACME, Answer(200, {}, body), "x")


@pytest.mark.parametrize(
    ("status", "proof"), [(200, True), (303, True), (308, False), (404, False), (406, False)]
)
def test_only_what_needs_a_login_proves_it(status: int, proof: bool) -> None:
    assert Answer(status, {}).proves_login is proof


@given(odd_texts)
def test_every_text_of_an_answer_is_made_valid(text: str) -> None:
    body = {"name": text, text: [{"displayStatus": text}], "message": text}
    answer = Answer(200, JSON, json.dumps(body).encode())
    assert_valid(data_of(ACME, answer, "x"))
    refused = Answer(409, JSON, json.dumps(body).encode())
    assert_valid(str(error_of(ACME, refused, "x", acting=True)))
    assert_valid(detail_of(Answer(409, {}, text.encode("utf-8", "replace"))))
