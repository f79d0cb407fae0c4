"""Pause reasons: configured, learned, found by either name."""

from __future__ import annotations

from cti_desk.core.model import Reason
from cti_desk.vendors.instantvoice.live.reasons import Reasons
from tests.support.instantvoice import DictMemory

CONFIGURED = (Reason("1", "Break"), Reason("2", "Lunch"), Reason("3", ""))


def reasons(memory: DictMemory | None = None) -> Reasons:
    return Reasons(CONFIGURED, DictMemory() if memory is None else memory, "key")


def test_what_is_learned_is_kept() -> None:
    memory = DictMemory()
    first = reasons(memory)
    assert first.seen("Coaching", asked="7") == Reason("7", "Coaching")
    assert first.seen("Training", asked="3") == Reason("3", "Training")
    again = reasons(memory)
    assert again.text_of("7") == "Coaching"
    assert [r.text for r in again.all] == ["Break", "Lunch", "Training", "Coaching"]


def test_a_pause_is_named_by_its_text() -> None:
    known = reasons()
    assert known.seen("lunch") == Reason("2", "Lunch")
    assert known.seen("Something else") == Reason(None, "Something else")
    assert known.seen("", asked="1") == Reason("1", "Break")
    assert known.seen(None) is None


def test_another_reason_than_asked_for_is_not_mistaken_for_it() -> None:
    known = reasons()
    assert known.seen("Lunch", asked="1") == Reason("2", "Lunch")
    known.learn("9", "Fire drill")
    assert known.seen("Evacuation", asked="9") == Reason(None, "Evacuation")


def test_the_profiles_words_are_shown_for_what_the_server_calls_otherwise() -> None:
    known = reasons()
    assert known.seen("Pausa 1", asked="1") == Reason("1", "Break")
    assert known.seen("Pausa 1") == Reason("1", "Break")


def test_a_reason_may_be_asked_for_by_number_or_text() -> None:
    known = reasons()
    assert (known.find("2"), known.find("lunch"), known.find("77")) == ("2", "2", "77")


def test_a_broken_memory_is_no_obstacle() -> None:
    assert reasons(DictMemory(key=["odd"])).all[0] == Reason("1", "Break")
