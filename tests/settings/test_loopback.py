from __future__ import annotations

import pytest

from cti_desk.settings.loopback import host_of, is_loopback


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.0.0.1:4000", "127.9.9.9", "localhost", "LOCALHOST:1", "::1", "[::1]:80"],
)
def test_this_computer(address: str) -> None:
    assert is_loopback(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "0.0.0.0",
        "198.51.100.7:4000",
        "pbx.example.com",
        "localhost.example.com",
        "127.0.0.1.example.com",
        "http://127.0.0.1@evil.example/",
        "[::",
        "2001:db8::1",
    ],
)
def test_elsewhere(address: str) -> None:
    assert not is_loopback(address)


def test_host_of_a_url() -> None:
    assert host_of("https://CRM.example.com:8443/x") == "crm.example.com"
