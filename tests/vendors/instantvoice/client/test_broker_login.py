"""A login that was refused is remembered over restarts, without its password."""

from __future__ import annotations

import json

import pytest

from cti_desk.vendors.instantvoice.client.broker import Broker, Host
from cti_desk.vendors.instantvoice.client.broker_login import login_guard
from tests.support.instantvoice import DictMemory

BROKER = Broker((Host("acd"), Host("b")), "wrong-password", "agent")
KEY = "instantvoice.site.refused_login"
OLD_HASH = (
    "ffbaea2139a6c3516c170c76fb28b71f382d371607fcc81b67053142c01bf8f2"
    "5b0cb6bdd219edc487b66ef0898266fd4030e2f770ea499e50362b928c5f0f13"
)


async def refused(broker: Broker, memory: DictMemory) -> str | None:
    guard = login_guard(broker, "site", memory)
    await guard.load()
    return guard.refused


async def remembered() -> DictMemory:
    memory = DictMemory()
    guard = login_guard(BROKER, "site", memory)
    await guard.load()
    guard.refuse("It said no.")
    await guard.store()
    return memory


async def test_the_same_login_is_not_tried_again() -> None:
    memory = await remembered()
    assert await refused(BROKER, memory) == "It said no."
    other_order = Broker((Host("b"), Host("acd")), "wrong-password", "agent")
    assert await refused(other_order, memory) == "It said no."
    assert "wrong-password" not in json.dumps(memory)
    login_guard(BROKER, "site", memory).accept()
    assert await refused(BROKER, memory) is None


@pytest.mark.parametrize(
    "changed",
    [
        Broker(BROKER.hosts, "right-password", "agent"),
        Broker(BROKER.hosts, "wrong-password", "other"),
        Broker((Host("acd2"),), "wrong-password", "agent"),
        Broker(BROKER.hosts, "wrong-password", "agent", virtual_host="other"),
    ],
)
async def test_a_changed_login_goes_on(changed: Broker) -> None:
    assert await refused(changed, await remembered()) is None


@pytest.mark.parametrize("kept", ["x", {"salt": 1}, {"salt": "00"}, 7])
async def test_a_broken_memory_is_no_obstacle(kept: object) -> None:
    assert await refused(BROKER, DictMemory({KEY: kept})) is None


async def test_a_refusal_that_an_older_desk_kept_still_holds() -> None:
    kept = {
        "salt": "5d41402abc4b2a76b9719d911017c592",
        "hash": OLD_HASH,
        "reason": "It said no.",
    }
    assert await refused(BROKER, DictMemory({KEY: kept})) == "It said no."
