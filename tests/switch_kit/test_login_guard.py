"""One refusal is the last, restarts included, and nobody tries beside an unproven attempt."""

from __future__ import annotations

import asyncio
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.switch_kit.login_guard import (
    Credentials,
    LoginGuard,
    LoginRefused,
    RefusalStore,
    kept_refusal,
    reason_kept,
)
from tests.support.instantvoice import DictMemory

JOE = Credentials("https://rest.example.com", "joe", "géheim")


def guard_of(memory: DictMemory, credentials: Credentials = JOE) -> LoginGuard:
    return LoginGuard(RefusalStore(credentials, memory, "key"), "compass")


def test_after_a_refusal_nothing_leaves() -> None:
    guard = LoginGuard(vendor="compass")
    guard.check()
    guard.refuse("wrong password")
    guard.refuse("and again")
    guard.accept()
    assert (guard.refused, guard.proven) == ("wrong password", False)
    with pytest.raises(LoginRefused, match="wrong password") as raised:
        guard.check()
    assert (raised.value.vendor, raised.value.failure) == ("compass", "authentication")


def test_a_proven_login_may_be_refused_later() -> None:
    guard = LoginGuard()
    guard.accept()
    assert guard.proven
    guard.refuse("changed")
    assert not guard.proven


def test_a_refusal_outlives_the_program() -> None:
    kept = kept_refusal(JOE, "wrong password")
    assert "géheim" not in str(kept)
    assert reason_kept(kept, JOE) == "wrong password"
    assert reason_kept({**kept, "reason": ""}, JOE)
    assert reason_kept(kept, Credentials(JOE.where, "joe", "changed")) is None
    assert reason_kept(kept, Credentials(JOE.where, "jane", JOE.password)) is None
    assert reason_kept(kept, Credentials("https://rest.other.com", "joe", JOE.password)) is None


@given(
    st.one_of(
        st.none(),
        st.integers(),
        st.dictionaries(
            st.sampled_from(["salt", "hash", "reason"]),
            st.one_of(st.text(max_size=9), st.just("00ff"), st.integers()),
        ),
    )
)
def test_what_was_kept_may_be_broken(kept: object) -> None:
    assert reason_kept(kept, JOE) is None


def test_a_password_is_not_in_the_repr() -> None:
    assert "géheim" not in repr(JOE)


async def test_a_refusal_holds_for_these_credentials_only() -> None:
    memory = DictMemory()
    first = guard_of(memory)
    await first.load()
    assert first.refused is None
    first.refuse("Wrong password.")
    await first.store()
    assert "géheim" not in json.dumps(memory)
    again, changed = guard_of(memory), guard_of(memory, Credentials(JOE.where, "joe", "new"))
    await again.load()
    await changed.load()
    assert (again.refused, changed.refused) == ("Wrong password.", None)


async def test_a_refusal_is_kept_once_and_forgotten_by_a_login() -> None:
    memory = DictMemory()
    first = guard_of(memory)
    await first.load()
    await first.store()
    assert memory == {}
    first.refuse("Wrong password.")
    await first.store()
    kept = dict(memory["key"])
    await first.store()
    assert memory["key"] == kept
    again = guard_of(memory, Credentials(JOE.where, "joe", "new"))
    await again.load()
    await again.store()
    assert memory["key"] == kept, "nobody has logged in yet"
    again.accept()
    assert memory["key"] is None, "also when the desk ends right after"
    await again.store()


async def test_what_came_before_the_memory_was_read_holds() -> None:
    memory = DictMemory(key=kept_refusal(JOE, "last week"))
    guard = guard_of(memory)
    await guard.load()
    assert guard.refused == "last week"
    other = guard_of(DictMemory())
    other.refuse("now")
    await other.load()
    await other.load()
    assert other.refused == "now"


async def test_without_a_store_it_ends_with_the_program() -> None:
    guard = LoginGuard()
    await guard.load()
    guard.refuse("no")
    await guard.store()
    assert guard.refused == "no"


async def test_who_loads_beside_another_waits_for_what_was_kept() -> None:
    memory = DictMemory()
    await guard_of(memory).load()
    first = guard_of(memory)
    first.refuse("No.")
    await first.store()
    again = guard_of(memory)
    standing: list[str | None] = []

    async def link() -> None:
        await again.load()
        standing.append(again.refused)

    await asyncio.gather(link(), link())
    assert standing == ["No.", "No."]


async def attempt(guard: LoginGuard, sent: list[str], outcome: str, name: str) -> None:
    async with guard.attempt():
        sent.append(name)
        await asyncio.sleep(0)
        if outcome == "accept":
            guard.accept()
        elif outcome == "refuse":
            guard.refuse("wrong password")


@pytest.mark.parametrize(("outcome", "left"), [("refuse", 1), ("accept", 5), ("neither", 5)])
async def test_until_a_login_succeeded_they_go_one_by_one(outcome: str, left: int) -> None:
    guard, sent = LoginGuard(), list[str]()
    tasks = [attempt(guard, sent, outcome, str(number)) for number in range(5)]
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert len(sent) == left
    assert sum(isinstance(result, LoginRefused) for result in results) == 5 - left


async def test_after_a_login_nobody_waits_for_another() -> None:
    guard, both = LoginGuard(), asyncio.Barrier(2)
    guard.accept()

    async def meet() -> None:
        async with guard.attempt():
            await both.wait()

    await asyncio.gather(meet(), meet())


async def test_those_who_waited_go_together_once_it_is_proven() -> None:
    guard, both, proven = LoginGuard(), asyncio.Barrier(2), asyncio.Event()

    async def first() -> None:
        async with guard.attempt():
            await proven.wait()
            guard.accept()

    async def meet() -> None:
        async with guard.attempt():
            await both.wait()

    tasks = [asyncio.ensure_future(each()) for each in (first, meet, meet)]
    await asyncio.sleep(0)
    proven.set()
    await asyncio.gather(*tasks)


async def test_an_attempt_that_breaks_lets_the_next_one_try() -> None:
    guard = LoginGuard()
    with pytest.raises(OSError, match="cut"):
        async with guard.attempt():
            raise OSError("cut")
    async with guard.attempt():
        guard.accept()
    assert guard.proven
