"""Which queues a login joins, and how the agent comes back to them."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.vendors.compass.live.chosen_queues import ChosenQueues, Joining
from cti_desk.vendors.compass.messages.rest_objects import Membership
from tests.support.instantvoice import DictMemory

NAMES = {"7012": "Support", "7013": "Sales", "7014": "Straße"}
USUAL = Joining(1, False)


def chosen(*wanted: str, memory: DictMemory | None = None) -> ChosenQueues:
    return ChosenQueues(wanted, USUAL, DictMemory() if memory is None else memory, "queues")


def test_queues_are_named_by_id_or_by_name() -> None:
    queues = chosen("7013", " support", "STRASSE", "Moon")
    assert queues.ids(NAMES) == {"7012", "7013", "7014"}
    assert queues.unknown(NAMES) == ("Moon",)
    assert queues.to_join(NAMES) == ("7012", "7013", "7014")
    assert queues.find("Moon", NAMES) is None


def test_without_a_choice_those_left_last_are_joined() -> None:
    memory = DictMemory()
    queues = chosen(memory=memory)
    assert queues.to_join(NAMES) == ()
    queues.left(["7013", "9999"])
    assert chosen(memory=memory).to_join(NAMES) == ("7013",)
    assert chosen(memory=memory).to_join({}) == ("7013", "9999")
    assert chosen("7012", memory=memory).to_join(NAMES) == ("7012",)


def test_an_agent_comes_back_to_a_queue_as_they_left_it() -> None:
    memory = DictMemory()
    queues = chosen(memory=memory)
    assert queues.joining("7012") == USUAL
    queues.seen([Membership("7012", "u", 3, True), Membership("7013", "u", None, None)])
    assert chosen(memory=memory).joining("7012") == Joining(3, True)
    assert chosen(memory=memory).joining("7013") == USUAL
    queues.seen([Membership("7012", "u", 2, None)])
    assert queues.joining("7012") == Joining(2, True)


@pytest.mark.parametrize("kept", [None, 7, "x", [3], [True, "yes"], [-1, 0], {"a": 1}])
def test_a_memory_that_makes_no_sense_is_none(kept: Any) -> None:
    memory = DictMemory({"queues": {"queue 7012": kept, "left": kept}})
    assert chosen(memory=memory).joining("7012") == USUAL
    assert chosen(memory=memory).to_join(NAMES) == ()
    assert chosen(memory=DictMemory({"queues": kept})).joining("7012") == USUAL
