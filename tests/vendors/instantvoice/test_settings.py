"""A profile's fields and what is wrong with its values."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.core.errors import SettingsError
from cti_desk.core.model import Reason
from cti_desk.vendors.instantvoice import posted_settings
from cti_desk.vendors.instantvoice.client.broker import Broker, Host
from cti_desk.vendors.instantvoice.client.web_service import WebService
from cti_desk.vendors.instantvoice.settings import FIELDS, TOTAL_RECORDER, read_profile

SECRETS = {"password": "hush", "key": "f054bbd2f5ebab9"}


def test_the_least_a_profile_needs() -> None:
    profile = read_profile("office", {"hosts": ["acd"]}, SECRETS)
    assert str(profile.server.hosts[0]) == "acd:61613"
    assert isinstance(profile.server, Broker)
    assert (profile.server.encryption, profile.server.virtual_host) == ("tls", "/")
    assert (profile.agent, profile.reason_required, profile.supervisor) == (None, True, False)


def test_a_profile_over_soap_needs_no_password_and_follows_nobody() -> None:
    settings = {"transport": "soap", "hosts": ["acd", "b:1"], "port": 61613, "supervisor": True}
    profile = read_profile("office", settings, {"key": "f054bbd2f5ebab9"})
    assert profile.server == WebService((Host("acd", 7789), Host("b", 1)))
    assert not profile.supervisor
    with pytest.raises(SettingsError, match="names no web service"):
        read_profile("office", {"transport": "soap", "hosts": []}, {"key": "k"})


def test_what_only_one_transport_has_counts_only_there() -> None:
    def counting(transport: str) -> set[str]:
        return {field.key for field in FIELDS if field.counts({"transport": transport})}

    broker_only = {"port", "virtual_host", "user", "password", "supervisor"}
    assert counting("stomp") - counting("soap") == broker_only
    posted = {field.key for field in posted_settings.FIELDS}
    assert counting("soap") - counting("stomp") == {"soap_port", *posted}


def test_events_are_posted_to_a_profile_over_soap_only() -> None:
    settings = {
        "hosts": ["acd"],
        "events_listen": "0.0.0.0:8090",
        "events_senders": ["10.0.0.5"],
    }
    assert read_profile("office", settings, SECRETS).listening is None
    profile = read_profile("office", {**settings, "transport": "soap"}, SECRETS)
    assert profile.listening is not None
    assert str(profile.listening.host) == "0.0.0.0:8090"
    with pytest.raises(SettingsError, match="set events_senders"):
        read_profile("office", {**settings, "transport": "soap", "events_senders": []}, SECRETS)


def test_all_values() -> None:
    profile = read_profile(
        "office",
        {
            "hosts": ["a:1", "b"],
            "port": 2,
            "agent": "1001",
            "accountcode": "site",
            "pause_reasons": {"1": "Break"},
            "default_pause_reason": 1,
            "pause_reason_required": False,
            "devices": ["SIP/1"],
            "encryption": "none",
            "ca_file": None,
        },
        SECRETS,
    )
    assert [str(host) for host in profile.server.hosts] == ["a:1", "b:2"]
    assert profile.agent is not None
    assert profile.agent.full == "site_1001"
    assert profile.reasons == (Reason("1", "Break"),)
    assert (profile.default_reason, profile.reason_required) == ("1", False)


@pytest.mark.shows("instantvoice", "access key: at most 20 letters and digits")
@pytest.mark.parametrize(
    ("settings", "secrets", "words"),
    [
        ({"hosts": []}, SECRETS, "names no broker"),
        ({"hosts": ["acd:port"]}, SECRETS, "wrong broker address: “acd:port”"),
        ({"hosts": ["acd"]}, {"key": "k"}, "lacks the broker's password"),
        ({"hosts": ["acd"]}, {"password": "p"}, "lacks the access key"),
        ({"hosts": ["acd"]}, {"password": "p", "key": "no/slash"}, "letters and digits"),
        ({"hosts": ["acd"]}, {"password": "p", "key": "x" * 21}, "letters and digits"),
    ],
)
def test_what_is_wrong_is_said_without_secrets(
    settings: dict[str, Any], secrets: dict[str, str], words: str
) -> None:
    with pytest.raises(SettingsError, match=words) as raised:
        read_profile("office", settings, secrets)
    assert not any(value in str(raised.value) for value in ("hush", "no/slash", "x" * 21))


def test_a_profile_is_shown_without_secrets() -> None:
    shown = repr(read_profile("office", {"hosts": ["acd"]}, SECRETS))
    assert "hush" not in shown
    assert SECRETS["key"] not in shown


def test_fields_are_documented_and_unique() -> None:
    assert len({field.key for field in FIELDS}) == len(FIELDS)
    assert all(field.label and field.help.endswith(".") for field in FIELDS)
    secret = {field.key for field in FIELDS if field.kind == "secret"}
    assert secret == {"password", "key", "total_recorder_password"}


def test_total_recorders_fields_are_kept_and_say_that_nothing_is_sent() -> None:
    fields = {each.key: each for each in FIELDS if each.group == TOTAL_RECORDER}
    assert fields["total_recorder_port"].default == 5800
    assert fields["total_recorder_password"].kind == "secret"
    assert all("nothing is sent" in each.help for each in fields.values())
