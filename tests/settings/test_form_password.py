from __future__ import annotations

from typing import Any

import pytest

from cti_desk.settings.form_hash import check_hash
from cti_desk.settings.form_password import KEY, LONGEST_WAIT_S, WrongTries, hash_of, matches
from scripts.situations import Forgetful


class Clock:
    at = 1000.0

    def now(self) -> float:
        return self.at

    def monotonic(self) -> float:
        return self.at


def test_only_the_password_matches_its_hash() -> None:
    kept = hash_of("correct horse")
    assert check_hash(kept) is None
    assert "horse" not in kept
    assert matches("correct horse", kept)
    assert not matches("correct Horse", kept)
    assert not matches("", kept)
    assert hash_of("correct horse") != kept


@pytest.mark.parametrize("kept", ["", "nonsense", "scrypt:1:1:1:00:00"])
def test_a_bad_hash_lets_nobody_in(kept: str) -> None:
    assert not matches("", kept)
    assert not matches(kept, kept)


def test_waiting_grows_and_outlives_a_restart() -> None:
    memory, clock = Forgetful(), Clock()
    waits = []
    for _ in range(14):
        waits.append(WrongTries(memory, clock).wrong())
        assert WrongTries(memory, clock).wait_s() == waits[-1]
    assert waits[:6] == [0, 0, 2, 4, 8, 16]
    assert waits[-1] == LONGEST_WAIT_S
    clock.at += 100
    assert WrongTries(memory, clock).wait_s() == LONGEST_WAIT_S - 100
    WrongTries(memory, clock).right()
    assert WrongTries(memory, clock).wait_s() == 0
    assert WrongTries(memory, clock).wrong() == 0


def test_a_clock_set_back_keeps_nobody_out_for_ever() -> None:
    memory, clock = Forgetful(), Clock()
    for _ in range(4):
        WrongTries(memory, clock).wrong()
    clock.at -= 1_000_000
    assert WrongTries(memory, clock).wait_s() == LONGEST_WAIT_S


@pytest.mark.parametrize("kept", ["x", {"count": "many"}, {"count": -4, "until": None}, [1]])
def test_a_damaged_memory_is_a_fresh_start(kept: Any) -> None:
    memory = Forgetful()
    memory.set(KEY, kept)
    assert WrongTries(memory, Clock()).wait_s() == 0
