"""Addresses on a server's own host: nothing is ever sent elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.core.errors import UsageError
from cti_desk.switch_kit.http.origins import Origins, local_target, name_in

ORIGIN = "https://rest.example.com"
LOCAL = "https://127.0.0.1:8443"
BOTH = Origins((LOCAL, ORIGIN), ORIGIN)


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("/queue/270?x=1", "/queue/270?x=1"),
        ("queue/270", "/queue/270"),
        (f" {ORIGIN}/queue/270 ", "/queue/270"),
        ("http://rest.example.com/queue/270?x=1", "/queue/270?x=1"),
        ("https://REST.example.com:443/queue/270", "/queue/270"),
        (ORIGIN, "/"),
    ],
)
def test_what_is_on_the_own_host_is_a_target(url: str, target: str) -> None:
    assert local_target(url, ORIGIN) == target
    assert local_target(url, BOTH) == target


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(UsageError, match="is no address"):
        local_target("http://[/", ORIGIN)


def test_what_is_refused_is_told_without_its_secrets() -> None:
    with pytest.raises(UsageError) as refused:
        local_target("https://me:hunter2@evil.example/x?y=1", ORIGIN)
    assert "evil.example" in str(refused.value)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("path", ["/a/../b", "/a/%2e%2e/b", ".."])
def test_paths_do_not_climb(path: str) -> None:
    with pytest.raises(UsageError, match="no path"):
        local_target(path, ORIGIN)


@given(st.text())
def test_any_text_is_a_target_on_the_own_host_or_refused(text: str) -> None:
    try:
        target = local_target(text, ORIGIN)
    except UsageError:
        return
    assert target.startswith("/")


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/queue/270",
        "https://rest.example.com:8443/queue/270",
        "https://127.0.0.1:9/queue/270",
        "https://rest.example.com@evil.example/queue/270",
        "https://127.0.0.1:8443@evil.example/queue/270",
        "//evil.example/queue/270",
    ],
)
def test_any_other_name_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="nothing is sent"):
        local_target(url, BOTH)
    assert name_in(url, BOTH.names) is None


def test_the_name_in_a_url() -> None:
    assert name_in(f"{LOCAL}/user/1", BOTH.names) == LOCAL
    assert name_in("https://REST.example.com:443/user/1", BOTH.names) == ORIGIN
    for other in ("/user/1", "user/1", "", "https://[/", "ftp://rest.example.com/"):
        assert name_in(other, BOTH.names) is None
