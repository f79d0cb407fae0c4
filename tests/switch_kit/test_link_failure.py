"""Why there is no link, in words and in the link policy's terms."""

from __future__ import annotations

import socket
import ssl

import pytest

from cti_desk.core.errors import NoLink
from cti_desk.switch_kit.link_failure import LinkFailure, not_reached, tls_failed


def test_it_is_a_core_error_with_the_policys_word() -> None:
    failure = LinkFailure("closed", "Another took its place.", vendor="acme", retry_after_s=30)
    assert isinstance(failure, NoLink)
    assert (failure.failure, str(failure)) == ("closed", "Another took its place.")
    assert (failure.vendor, failure.retry_after_s) == ("acme", 30)
    assert LinkFailure("closed", "Cut.").retry_after_s is None


@pytest.mark.parametrize(
    ("error", "failure", "words"),
    [
        (TimeoutError(), "timeout", "acd:1 does not answer."),
        (socket.gaierror(-2, "no"), "unreachable", "The name of acd:1 cannot be found."),
        (ConnectionRefusedError(), "unreachable", "Nothing listens at acd:1: connection refused."),
        (
            OSError(101, "Network is unreachable"),
            "unreachable",
            "acd:1 cannot be reached: Network is unreachable.",
        ),
        (OSError("odd\nwords"), "unreachable", "acd:1 cannot be reached: odd words."),
        (ExceptionGroup("all", [ConnectionRefusedError()]), "unreachable", "Nothing listens at"),
        (RuntimeError("no error of a socket"), "unreachable", "no error of a socket"),
    ],
)
def test_why_it_was_not_reached(error: BaseException, failure: str, words: str) -> None:
    found = not_reached("acd:1", error)
    assert (found.failure, words in found.message) == (failure, True)


def test_the_cause_is_found_below_what_a_library_made_of_it() -> None:
    wrapped = RuntimeError("library")
    wrapped.__cause__ = ConnectionRefusedError()
    wrapped.__cause__.__context__ = wrapped
    found = not_reached("acd:1", wrapped, vendor="acme")
    assert "Nothing listens" in found.message
    assert found.vendor == "acme"


def test_why_tls_failed() -> None:
    plain = ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number")
    plain.reason = "WRONG_VERSION_NUMBER"
    assert "Check the port." in tls_failed("acd:1", plain, if_plain="Check the port.").message
    assert not_reached("acd:1", plain).failure == "tls"
    assert tls_failed("acd:1", TimeoutError()).failure == "timeout"
    assert "closed" in tls_failed("acd:1", ConnectionResetError()).message
    assert tls_failed("acd:1", ssl.SSLError(1, "odd")).failure == "tls"
