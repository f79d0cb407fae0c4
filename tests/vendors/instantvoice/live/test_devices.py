"""Where calls may ring."""

from __future__ import annotations

import pytest

from cti_desk.vendors.instantvoice.live.devices import MOST_RECENT, Devices
from tests.support.instantvoice import DEVICE, DictMemory


def devices(
    memory: DictMemory | None = None,
    usual: str | None = DEVICE,
    others: tuple[str, ...] = (DEVICE, "SIP/default_0002"),
) -> Devices:
    return Devices(DictMemory() if memory is None else memory, "key", usual, others)


def test_the_last_device_is_the_usual_one_over_restarts() -> None:
    memory = DictMemory()
    made = devices(memory)
    assert made.usual == DEVICE
    assert made.remember("SIP/9")
    assert made.remember("SIP/8")
    assert not made.remember("SIP/8")
    again = devices(memory)
    assert again.usual == "SIP/8"
    assert again.all == ("SIP/8", "SIP/9", DEVICE, "SIP/default_0002")


@pytest.mark.parametrize(
    ("others", "usual"),
    [(("SIP/1",), "SIP/1"), (("SIP/1", "SIP/2"), None), ((), None)],
)
def test_without_a_last_device(others: tuple[str, ...], usual: str | None) -> None:
    assert devices(usual=None, others=others).usual == usual


@pytest.mark.parametrize(
    ("asked", "found"),
    [(None, DEVICE), ("SIP/77", "SIP/77"), ("default_0002", "SIP/default_0002"), ("77", "77")],
)
def test_a_device_may_be_named_without_its_technology(asked: str | None, found: str) -> None:
    assert devices().find(asked) == found


def test_only_a_few_are_remembered_and_a_broken_memory_is_none() -> None:
    memory = DictMemory(key=["SIP/1", 7])
    made = devices(memory, None, ())
    assert made.all == ("SIP/1",)
    for number in range(MOST_RECENT + 2):
        made.remember(f"SIP/n{number}")
    assert len(made.all) == MOST_RECENT
    assert devices(DictMemory(key="x"), None, ()).all == ()
