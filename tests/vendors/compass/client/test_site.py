"""A site's login: UTF-8, and told to nobody."""

from __future__ import annotations

import base64

import pytest

from cti_desk.vendors.compass.client.site import Site

SITE = Site("https://rest.example.com", "https://files.example.com", "joe", "géheim")


@pytest.mark.shows(
    "compass",
    "REST rule: Basic auth with the password in UTF-8",
)
def test_the_password_is_utf_8_before_it_is_encoded() -> None:
    encoded = SITE.authorization.removeprefix("Basic ")
    assert base64.b64decode(encoded) == "joe:géheim".encode()
    assert SITE.secrets == ("géheim", encoded)


def test_neither_form_is_in_the_repr() -> None:
    assert not any(secret in repr(SITE) for secret in SITE.secrets)


@pytest.mark.parametrize(
    ("rest", "own"),
    [
        ("https://127.0.0.1:8443", True),
        ("https://localhost", True),
        ("https://[::1]:8443", True),
        ("https://rest.example.com", False),
    ],
)
def test_a_simulator_is_on_loopback(rest: str, own: bool) -> None:
    assert Site(rest, rest, "joe", "x").on_loopback is own
