"""Secrets are found in every spelling that a log could show."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.system.redaction import MARK, SHORTEST_NUMBER, Redaction, mask_numbers

SECRET = 'pä ss"w:o\\rd&'


@pytest.mark.parametrize(
    "text",
    [
        f"login with {SECRET} failed",
        json.dumps({"key": SECRET}),
        json.dumps({"key": SECRET}, ensure_ascii=False),
        repr({"key": SECRET, "other": 1}),
        f"https://host/{quote(SECRET, safe='')}",
        f"https://host/?{urlencode({'key': SECRET})}",
        'passcode:pä ss"w\\co\\\\rd&',
    ],
)
def test_every_spelling_is_replaced(text: str) -> None:
    redaction = Redaction()
    redaction.register(SECRET)
    shown = redaction.apply(text)
    assert MARK in shown
    assert "ss" not in shown.replace(MARK, "").replace("passcode", "")


def test_a_secret_within_a_secret_leaves_no_rest() -> None:
    redaction = Redaction()
    redaction.register("abcd")
    redaction.register("abcdefgh")
    assert redaction.apply("abcdefgh abcd") == f"{MARK} {MARK}"


def test_too_short_to_be_one() -> None:
    redaction = Redaction()
    redaction.register("")
    redaction.register("ab")
    assert redaction.apply("about the cab") == "about the cab"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (
            'told {"callerid":"2198765456","direction":"7012"}',
            'told {"callerid":"…456","direction":"7012"}',
        ),
        ("dial +55 (21) 98765-4321 now", "dial …321 now"),
        ("GET /users?number=%2B31201234567", "GET /users?number=…567"),
        ("asking NewCall {'dest_ext': '030/1234567'}", "asking NewCall {'dest_ext': '…567'}"),
        ("0049 30 1234567.", "…567."),
        ("extension 6100, agent default_1001, queue 7012", None),
        ("call 1282781304.2.5 of 127.0.0.1:61613", None),
        ("id 550e8400-e29b-41d4-a716-446655440000", None),
        ("on 2026-11-30 at 13:00:00, version 6.11.0", None),
        ("call e0123456789 and 0123456789abc", None),
        ("123456", None),
    ],
)
def test_of_a_telephone_number_only_the_last_digits_are_written(
    text: str, masked: str | None
) -> None:
    assert mask_numbers(text) == (text if masked is None else masked)


@given(st.text(alphabet="0123456789+-() ./abc:", max_size=60))
def test_no_long_run_of_digits_by_itself_stays(text: str) -> None:
    for word in mask_numbers(f"number {text} of").split():
        assert not (word.isdigit() and len(word) >= SHORTEST_NUMBER)
