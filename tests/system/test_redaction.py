"""Secrets are found in every spelling that a log could show."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

import pytest

from cti_desk.system.redaction import MARK, Redaction

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
