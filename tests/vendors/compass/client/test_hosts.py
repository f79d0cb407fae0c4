"""Hosts from one domain, and a user's two names."""

from __future__ import annotations

import pytest

from cti_desk.vendors.compass.client.hosts import Addresses, domain_of_target, hosts_of

HOSTS = hosts_of("example.com")


def test_one_domain_gives_every_host() -> None:
    assert (HOSTS.rest, HOSTS.files) == ("https://rest.example.com", "https://files.example.com")
    assert (HOSTS.xmpp_host, HOSTS.xmpp_port) == ("uc.example.com", 5222)
    assert HOSTS.websocket == "wss://bosh.example.com/ws"
    assert (HOSTS.phone, HOSTS.pubsub) == ("phone.uc.example.com", "pubsub.uc.example.com")


def test_addresses_may_differ_but_names_stay() -> None:
    found = hosts_of("example.com", Addresses(rest="https://127.0.0.1:1", xmpp=("127.0.0.1", 2)))
    assert (found.rest, found.xmpp_host, found.xmpp_port) == ("https://127.0.0.1:1", "127.0.0.1", 2)
    assert (found.files, found.phone) == (HOSTS.files, HOSTS.phone)


@pytest.mark.parametrize(
    ("user", "jid", "rest"),
    [
        ("joe", "joe@uc.example.com", "joe"),
        ("joe@uc.example.com", "joe@uc.example.com", "joe"),
        ("joe@UC.example.com", "joe@UC.example.com", "joe"),
        ("joe@company.com", "joe@company.com", "joe@company.com"),
    ],
)
def test_a_user_has_two_names(user: str, jid: str, rest: str) -> None:
    assert (HOSTS.jid(user), HOSTS.rest_user(user)) == (jid, rest)


@pytest.mark.parametrize(
    ("target", "domain"),
    [
        ("uc.example.com.", "example.com"),
        ("UC.example.com", "example.com"),
        ("xmpp.company.com", None),
        ("uc.com", None),
        ("", None),
    ],
)
def test_a_companys_record_names_the_platform(target: str, domain: str | None) -> None:
    assert domain_of_target(target) == domain


def test_the_platforms_name_for_its_rest_host_is_that_of_its_domain() -> None:
    hosts = hosts_of("example.com", Addresses(rest="https://10.0.0.7:8443"))
    assert (hosts.rest, hosts.rest_name) == ("https://10.0.0.7:8443", "https://rest.example.com")
