"""What went wrong, in words, wherever a library has hidden the cause."""

from __future__ import annotations

import socket
import ssl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.core.errors import NoLink, OutcomeUnknown
from cti_desk.core.text import clean
from cti_desk.vendors.compass.client.failures import (
    LinkFailure,
    LoginRefused,
    broken_off,
    no_answer,
    not_reached,
    one_line,
    scrub,
)


def test_only_what_acts_has_an_unknown_outcome() -> None:
    for acted in (no_answer("x", 5, acting=True), broken_off("x", "h", acting=True)):
        assert isinstance(acted, OutcomeUnknown)
        assert "may or may not" in str(acted)
    for read in (no_answer("x", 5, acting=False), broken_off("x", "h", acting=False)):
        assert isinstance(read, NoLink)


@pytest.mark.parametrize(
    ("cause", "failure", "words"),
    [
        (ConnectionRefusedError(), "unreachable", "connection refused"),
        (socket.gaierror(), "unreachable", "name of host"),
        (TimeoutError(), "timeout", "does not answer"),
        (ssl.SSLError(1, "odd"), "tls", "TLS with host failed"),
        (OSError("odd"), "unreachable", "cannot be reached"),
    ],
)
def test_the_cause_is_found_however_deep(cause: Exception, failure: str, words: str) -> None:
    outer = RuntimeError("all attempts failed")
    outer.__cause__ = ExceptionGroup("attempts", [cause])
    for error in (cause, outer):
        found = not_reached("host", error)
        assert found.failure == failure
        assert words in str(found)


def test_causes_in_a_circle_end() -> None:
    one, two = RuntimeError("a"), RuntimeError("b")
    one.__context__, two.__context__ = two, one
    assert isinstance(not_reached("host", one), LinkFailure)


def test_a_refused_login_is_the_policys_authentication() -> None:
    assert (LoginRefused("x").failure, LoginRefused("x").code) == ("authentication", 401)


@given(st.text(max_size=500))
def test_foreign_words_fit_a_sentence(text: str) -> None:
    words = one_line(text)
    assert len(words) <= 200
    assert clean(words) == words


def test_secrets_are_covered() -> None:
    assert scrub("wrong password hunter2 for joe", ("hunter2", "")) == (
        "wrong password ******** for joe"
    )
