from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.vendors.compass.client.xmpp_site import XmppSite, new_resource

SITE = XmppSite(
    "joe@uc.test.example",
    "secret",
    "test.example",
    "phone.uc.test.example",
    "pubsub.uc.test.example",
    "uc.test.example",
    5222,
    ("uc.test.example",),
)


def test_its_text_shows_no_password() -> None:
    assert "secret" not in repr(SITE)
    assert "joe" in repr(SITE)


def test_is_called_by_where_it_is() -> None:
    assert SITE.where == "uc.test.example:5222"
    assert over("wss://bosh.test.example/ws").where == "bosh.test.example"
    assert SITE.jid_domain == "uc.test.example"


def over(url: str) -> XmppSite:
    return XmppSite(
        SITE.jid, "", "test.example", "p", "q", "uc.test.example", 5222, (), websocket=url
    )


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("wss://127.0.0.1:7443/ws", True),
        ("wss://localhost/ws", True),
        ("wss://bosh.test.example/ws", False),
    ],
)
def test_only_a_server_on_this_computer_needs_no_proxy(url: str, local: bool) -> None:
    assert over(url).on_loopback is local
    assert not SITE.on_loopback


@pytest.mark.parametrize(
    "sender", ["pubsub.uc.test.example", "PubSub.test.example", "test.example", "a.test.example/x"]
)
def test_trusts_the_platform_s_hosts(sender: str) -> None:
    assert SITE.trusts(sender)


@pytest.mark.parametrize(
    "sender",
    [
        None,
        "",
        "joe@test.example",
        "joe@uc.test.example",
        "nottest.example",
        "test.example.evil",
        "evil/x.test.example",
    ],
)
def test_trusts_no_person_and_no_other_domain(sender: str | None) -> None:
    assert not SITE.trusts(sender)


@given(st.text(max_size=100))
def test_a_resource_is_plain_short_and_never_the_same(base: str) -> None:
    first, second = new_resource(base), new_resource(base)
    assert first != second
    assert len(first) <= 60
    assert all(one.isascii() and (one.isalnum() or one in "._-") for one in first)
