"""A refused login is remembered over restarts, without the password."""

from __future__ import annotations

from typing import Any

from cti_desk.vendors.compass.refused_logins import RefusedLogins
from cti_desk.vendors.compass.settings import read_profile
from tests.support.instantvoice import DictMemory


def refused(memory: DictMemory, password: str = "geheim", **settings: Any) -> RefusedLogins:
    values = {"domain": "example.com", "user": "joe", **settings}
    profile = read_profile("office", values, {"password": password})
    return RefusedLogins(memory, "key", profile)


async def test_a_refusal_holds_for_these_credentials_only() -> None:
    memory = DictMemory()
    first = refused(memory)
    latch = await first.latch()
    assert latch.refused is None
    latch.refuse("Wrong password.")
    await first.keep(latch)
    assert "geheim" not in repr(memory)
    assert (await refused(memory).latch()).refused == "Wrong password."
    assert (await refused(memory, "another").latch()).refused is None
    assert (await refused(memory, user="jane").latch()).refused is None
    assert (await refused(memory, rest_address="https://rest2").latch()).refused is None


async def test_it_is_taken_down_once_and_forgotten_by_a_login() -> None:
    memory = DictMemory()
    first = refused(memory)
    latch = await first.latch()
    await first.keep(latch)
    assert memory == {}
    latch.refuse("Wrong password.")
    await first.keep(latch)
    kept = dict(memory["key"])
    await first.keep(latch)
    assert memory["key"] == kept
    again = refused(memory, "another")
    latch = await again.latch()
    latch.accept()
    await again.keep(latch)
    assert memory["key"] is None
