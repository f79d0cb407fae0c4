"""Broker addresses and the standing warnings beside a link."""

from __future__ import annotations

import pytest

from cti_desk.vendors.instantvoice.client.broker import (
    PLAIN_TEXT_MARK,
    PUBLISHED_MARK,
    PUBLISHED_PASSWORD,
    Broker,
    Host,
    parse_host,
)


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("acd", Host("acd", 61613)),
        (" acd.example.com:7 ", Host("acd.example.com", 7)),
        ("10.0.0.1:61614", Host("10.0.0.1", 61614)),
        ("[::1]:9", Host("::1", 9)),
        ("[::1]", Host("::1")),
        ("::1", Host("::1")),
    ],
)
def test_addresses(text: str, host: Host) -> None:
    assert parse_host(text) == host
    assert parse_host(str(host)) == host


@pytest.mark.parametrize("text", ["", ":1", "a:", "a:x", "a:0", "a:65536", "[::1", "[::1]x", "a:²"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match="is not a host"):
        parse_host(text)


def test_marks_and_a_repr_without_the_password() -> None:
    plain = Broker((Host("acd"),), PUBLISHED_PASSWORD, encryption="none")
    assert plain.marks == (PLAIN_TEXT_MARK, PUBLISHED_MARK)
    assert Broker((Host("acd"),), "own").marks == ()
    assert PUBLISHED_PASSWORD not in repr(plain)


@pytest.mark.parametrize(
    ("password", "written"),
    [
        ("simple:one", ["simple:one"]),
        ("a\\b", ["a\\\\b", "a\\b"]),
        ("line\nend", ["line\\nend"]),
    ],
)
def test_how_a_password_is_written(password: str, written: list[str]) -> None:
    logins = Broker((Host("acd"),), password).logins
    assert [login.password for login in logins] == written
    assert password not in repr(logins)


def test_a_user_of_a_domain_is_written_like_a_password() -> None:
    logins = Broker((Host("acd"),), "x", user="CORP\\desk").logins
    assert [login.user for login in logins] == ["CORP\\\\desk", "CORP\\desk"]
