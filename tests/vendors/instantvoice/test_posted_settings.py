"""Where posted events are received: off unless asked for, and never from everybody unasked."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest

from cti_desk.core.errors import SettingsError
from cti_desk.vendors.instantvoice.client.broker import Host
from cti_desk.vendors.instantvoice.client.listening import Listening
from cti_desk.vendors.instantvoice.posted_settings import FIELDS, read_listening

DEFAULTS = {field.key: field.default for field in FIELDS}
HERE = {"events_listen": "0.0.0.0:8090", "events_senders": ["10.0.0.5"]}


def read(**values: Any) -> Listening | None:
    return read_listening("office", {**DEFAULTS, **values})


def test_nothing_is_received_unasked() -> None:
    assert read() is None
    assert read(events_listen=" ", events_senders=["10.0.0.5"]) is None


def test_all_values() -> None:
    assert read(**HERE) == Listening(Host("0.0.0.0", 8090), "/events", (ip_network("10.0.0.5"),))
    read_back = read(
        events_listen="[::]:80", events_path="/a/b-7", events_senders=["10.0.0.0/24", " ::1 "]
    )
    senders = (ip_network("10.0.0.0/24"), ip_network("::1"))
    assert read_back == Listening(Host("::", 80), "/a/b-7", senders)
    by_get = read(**HERE, events_get=True)
    assert by_get is not None
    assert by_get.by_get


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"events_listen": "0.0.0.0"}, "lacks a port in events_listen"),
        ({"events_listen": "0.0.0.0:99999"}, "is not a host or host:port"),
        ({"events_senders": []}, "from nobody: set events_senders"),
        ({"events_senders": ["acd.example.com"]}, "'acd.example.com' does not appear to be"),
        ({"events_senders": ["10.0.0.5/24"]}, "has host bits set"),
        ({"events_path": "events"}, "“events” is not a path"),
        ({"events_path": "/events?x=1"}, "is not a path"),
        ({"events_path": "/é vents"}, "is not a path"),
    ],
)
def test_what_is_wrong_is_said(values: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingsError, match=f"The profile office .*{words}") as raised:
        read(**{**HERE, **values})
    assert str(raised.value).endswith(".")
