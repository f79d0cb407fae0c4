"""What went wrong, in words, wherever a library has hidden the cause."""

from __future__ import annotations

import socket
import ssl

import pytest

from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.vendors.compass.client.failures import login_refused, not_reached


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
    assert (login_refused("x").failure, login_refused("x").code) == ("authentication", 401)
