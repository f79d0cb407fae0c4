"""Failures in words, and in the link policy's terms."""

from __future__ import annotations

import ssl

import pytest

from cti_desk.vendors.instantvoice.client.failures import login_refused, tls_failed


@pytest.mark.parametrize(
    ("text", "failure"),
    [
        ("Bad CONNECT Access refused for user 'x'", "authentication"),
        ("Bad CONNECT Authentication failed", "authentication"),
        ("Authentication failed for x", "authentication"),
        ("User name [x] or password is invalid.", "authentication"),
        ("Bad CONNECT Virtual host '127.0.0.1' access denied", "protocol"),
        ("Virtual hosting is not supported or host is unknown", "protocol"),
        ("Supported protocol versions are 1.2", "protocol"),
    ],
)
def test_what_an_error_before_the_login_means(text: str, failure: str) -> None:
    refused = login_refused("acd:61613", text)
    assert refused.failure == failure
    assert text in refused.message


def test_what_a_broker_says_twice_is_told_once() -> None:
    twice = "Authentication failed for x\nAuthentication failed for x"
    assert login_refused("acd:1", twice).message.count("Authentication failed") == 1


def test_why_tls_failed() -> None:
    plain = ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number")
    plain.reason = "WRONG_VERSION_NUMBER"
    assert 'encryption = "none"' in tls_failed("acd:1", plain).message
    assert tls_failed("acd:1", TimeoutError()).failure == "timeout"
    assert "closed" in tls_failed("acd:1", ConnectionResetError()).message
    assert tls_failed("acd:1", ssl.SSLError(1, "odd")).failure == "tls"
