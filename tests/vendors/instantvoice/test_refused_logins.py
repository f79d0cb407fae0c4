"""A login that was refused is remembered over restarts, without its password."""

from __future__ import annotations

import json

import pytest

from cti_desk.vendors.instantvoice.client.broker import Broker, Host
from cti_desk.vendors.instantvoice.refused_logins import RefusedLogins
from tests.support.instantvoice import DictMemory

BROKER = Broker((Host("acd"),), "wrong-password", "agent")


def test_the_same_login_is_not_tried_again() -> None:
    memory = DictMemory()
    refused = RefusedLogins(memory, "key")
    assert refused.reason(BROKER) is None
    refused.remember(refused.entry(BROKER, "It said no."))
    assert RefusedLogins(memory, "key").reason(BROKER) == "It said no."
    assert "wrong-password" not in json.dumps(memory)
    refused.forget()
    assert refused.reason(BROKER) is None


@pytest.mark.parametrize(
    "changed",
    [
        Broker((Host("acd"),), "right-password", "agent"),
        Broker((Host("acd"),), "wrong-password", "other"),
        Broker((Host("acd2"),), "wrong-password", "agent"),
    ],
)
def test_a_changed_login_goes_on(changed: Broker) -> None:
    refused = RefusedLogins(DictMemory(), "key")
    refused.remember(refused.entry(BROKER, "no"))
    assert refused.reason(changed) is None


@pytest.mark.parametrize("kept", ["x", {"salt": 1}, {"salt": "00"}, 7])
def test_a_broken_memory_is_no_obstacle(kept: object) -> None:
    assert RefusedLogins(DictMemory(key=kept), "key").reason(BROKER) is None
