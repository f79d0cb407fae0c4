"""A profile's fields and what is wrong with its values."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.core.errors import SettingsError
from cti_desk.switch_kit.login_guard import LoginGuard, RefusalStore
from cti_desk.vendors.compass.settings import FIELDS, read_profile
from tests.support.instantvoice import DictMemory

SECRETS = {"password": "géheim"}
LEAST = {"domain": "example.com", "user": "joe"}


def test_the_least_a_profile_needs() -> None:
    profile = read_profile("office", LEAST, SECRETS)
    assert profile.hosts().rest == "https://rest.example.com"
    assert (profile.pause_model, profile.invisible, profile.transport) == (
        "undecided",
        "required",
        "xmpp",
    )
    assert (profile.rest_version, profile.presence_priority) == (None, -1)
    assert profile.company_domain is None


def test_all_values() -> None:
    profile = read_profile(
        "office",
        {
            "domain": "https://www.Example.com/",
            "user": " joe@company.com ",
            "ca_file": "ca.pem",
            "queues": ["7012"],
            "queue_priority": 2,
            "follow_forwards": True,
            "pause_model": "status",
            "pause_reasons": ["Lunch"],
            "rest_version": "2",
            "method_override": True,
            "transport": "websocket",
            "resource": "desk",
            "presence_priority": 1,
            "invisible": "off",
            "rest_address": "https://127.0.0.1:8443/",
            "files_address": "https://127.0.0.1:8444",
            "xmpp_address": "[::1]:5223",
            "websocket_address": "wss://127.0.0.1:5281/ws",
        },
        SECRETS,
    )
    hosts = profile.hosts()
    assert (hosts.rest, hosts.files) == ("https://127.0.0.1:8443", "https://127.0.0.1:8444")
    assert (hosts.xmpp_host, hosts.xmpp_port) == ("::1", 5223)
    assert (hosts.websocket, hosts.phone) == ("wss://127.0.0.1:5281/ws", "phone.uc.example.com")
    site = profile.site(hosts)
    assert (site.user, site.ca_file, site.method_override) == ("joe@company.com", "ca.pem", True)
    assert (profile.rest_version, profile.queues, profile.queue_priority) == (2, ("7012",), 2)
    assert (profile.pause_reasons, profile.follow_forwards) == (("Lunch",), True)


def test_a_companys_user_may_leave_the_platform_to_be_found() -> None:
    profile = read_profile("office", {"user": "joe@company.com"}, SECRETS)
    assert (profile.domain, profile.company_domain) == (None, "company.com")
    assert profile.hosts("example.com").rest == "https://rest.example.com"
    with pytest.raises(SettingsError, match="names no platform"):
        profile.hosts()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"domain": None}, "names no platform"),
        ({"domain": "exa mple"}, "wrong domain"),
        ({"domain": "http://[/"}, "wrong domain"),
        ({"domain": "me@example.com"}, "wrong domain"),
        ({"user": ""}, "wrong user name"),
        ({"user": "joe:x"}, "wrong user name"),
        ({"user": "@company.com"}, "wrong user name"),
        ({"user": "joe@"}, "wrong user name"),
        ({"user": "joe/desk"}, "wrong user name"),
        ({"rest_address": "http://127.0.0.1"}, "rest_address"),
        ({"rest_address": "https://127.0.0.1/api"}, "no path"),
        ({"files_address": "https://u:p@127.0.0.1"}, "files_address"),
        ({"files_address": "https://127.0.0.1:port"}, "files_address"),
        ({"xmpp_address": "127.0.0.1:port"}, "xmpp_address"),
        ({"xmpp_address": "host/path"}, "xmpp_address"),
        ({"websocket_address": "ws://127.0.0.1/ws"}, "websocket_address"),
    ],
)
def test_what_is_wrong_is_named(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        read_profile("office", {**LEAST, **changed}, SECRETS)


def test_a_missing_password_can_be_asked_for() -> None:
    with pytest.raises(SettingsError, match="lacks the password") as missing:
        read_profile("office", LEAST, {})
    assert missing.value.details == {"profile": "office", "secret": "password"}


def test_the_password_is_told_to_nobody() -> None:
    profile = read_profile("office", LEAST, SECRETS)
    assert "géheim" not in repr(profile) + repr(profile.site(profile.hosts()))
    assert [field.key for field in FIELDS if field.kind == "secret"] == ["password"]


def test_events_come_from_the_platforms_host_whoever_the_user_is() -> None:
    own = read_profile("office", LEAST, SECRETS)
    site = own.xmpp_site(own.hosts())
    assert (site.jid, site.where) == ("joe@uc.example.com", "uc.example.com:5222")
    assert (site.names, site.websocket) == (("uc.example.com",), None)
    company = read_profile("office", {"user": "joe@company.com", "transport": "websocket"}, SECRETS)
    site = company.xmpp_site(company.hosts("example.com"))
    assert (site.jid, site.where) == ("joe@company.com", "bosh.example.com")
    assert site.names == ("uc.example.com", "company.com")
    assert (site.phone, site.pubsub) == ("phone.uc.example.com", "pubsub.uc.example.com")
    assert "géheim" not in repr(site)


def refusals(memory: DictMemory, password: str = "geheim", **settings: Any) -> RefusalStore:
    values = {"domain": "example.com", "user": "joe", **settings}
    return read_profile("office", values, {"password": password}).refusals(memory)


async def test_a_refusal_holds_for_these_credentials_only() -> None:
    memory = DictMemory()
    assert await refusals(memory).load() is None
    await refusals(memory).store("Wrong password.")
    assert "geheim" not in repr(memory)
    assert await refusals(memory).load() == "Wrong password."
    assert await refusals(memory, "another").load() is None
    assert await refusals(memory, user="jane").load() is None
    assert await refusals(memory, rest_address="https://rest2").load() is None


async def test_what_an_older_desk_kept_of_a_refusal_still_holds() -> None:
    kept = {
        "salt": "00112233445566778899aabbccddeeff",
        "hash": "9b11fc7a2c6711630980a19b728bb61b3ff2a6f44628bcbd485bcb2b2adce2fe"
        "b64e63fae0e32ae03da4ac1a7076af6cb6f7aec9ccc157e7383a31862555bfb4",
        "reason": "Wrong password.",
    }
    memory = DictMemory({"compass.office.refused_login": kept})
    assert await refusals(memory).load() == "Wrong password."
    assert await refusals(memory, "another").load() is None


async def test_a_refusal_is_kept_once_and_forgotten_by_a_login() -> None:
    memory = DictMemory()
    store = refusals(memory)
    await store.store("Wrong password.")
    kept = dict(memory["compass.office.refused_login"])
    await store.store("Wrong password.")
    assert memory["compass.office.refused_login"] == kept
    LoginGuard(refusals(memory, "another")).accept()
    assert memory["compass.office.refused_login"] is None
