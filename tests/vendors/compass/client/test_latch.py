"""The latch: one refusal is the last, and nobody tries beside an unproven attempt."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.vendors.compass.client.failures import LoginRefused
from cti_desk.vendors.compass.client.latch import (
    Credentials,
    Latch,
    kept_refusal,
    reason_kept,
)

JOE = Credentials("https://rest.example.com", "joe", "géheim")


def test_after_a_refusal_nothing_leaves() -> None:
    latch = Latch()
    latch.check()
    latch.refuse("wrong password")
    latch.refuse("and again")
    latch.accept()
    assert (latch.refused, latch.proven) == ("wrong password", False)
    with pytest.raises(LoginRefused, match="wrong password"):
        latch.check()


def test_a_proven_login_may_be_refused_later() -> None:
    latch = Latch()
    latch.accept()
    assert latch.proven
    latch.refuse("changed")
    assert not latch.proven


def test_a_refusal_outlives_the_program() -> None:
    kept = kept_refusal(JOE, "wrong password")
    assert "géheim" not in str(kept)
    assert reason_kept(kept, JOE) == "wrong password"
    assert reason_kept(kept, Credentials(JOE.where, "joe", "changed")) is None
    assert reason_kept(kept, Credentials("https://rest.other.com", "joe", JOE.password)) is None


@given(
    st.one_of(
        st.none(),
        st.integers(),
        st.dictionaries(st.sampled_from(["salt", "hash", "reason"]), st.text(max_size=9)),
    )
)
def test_what_was_kept_may_be_broken(kept: object) -> None:
    assert reason_kept(kept, JOE) is None


def test_a_password_is_not_in_the_repr() -> None:
    assert "géheim" not in repr(JOE)


async def attempt(latch: Latch, sent: list[str], outcome: str, name: str) -> None:
    async with latch.attempt():
        sent.append(name)
        await asyncio.sleep(0)
        if outcome == "accept":
            latch.accept()
        elif outcome == "refuse":
            latch.refuse("wrong password")


@pytest.mark.parametrize(("outcome", "left"), [("refuse", 1), ("accept", 5), ("neither", 5)])
async def test_until_one_got_in_they_go_one_by_one(outcome: str, left: int) -> None:
    latch, sent = Latch(), list[str]()
    tasks = [attempt(latch, sent, outcome, str(number)) for number in range(5)]
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert len(sent) == left
    assert sum(isinstance(result, LoginRefused) for result in results) == 5 - left


async def test_who_got_in_does_not_hold_the_others_up() -> None:
    latch, both = Latch(), asyncio.Barrier(2)
    latch.accept()

    async def meet() -> None:
        async with latch.attempt():
            await both.wait()

    await asyncio.gather(meet(), meet())


async def test_those_who_waited_go_together_once_it_is_proven() -> None:
    latch, both, proven = Latch(), asyncio.Barrier(2), asyncio.Event()

    async def first() -> None:
        async with latch.attempt():
            await proven.wait()
            latch.accept()

    async def meet() -> None:
        async with latch.attempt():
            await both.wait()

    tasks = [asyncio.ensure_future(each()) for each in (first, meet, meet)]
    await asyncio.sleep(0)
    proven.set()
    await asyncio.gather(*tasks)


async def test_an_attempt_that_breaks_lets_the_next_one_try() -> None:
    latch = Latch()
    with pytest.raises(OSError, match="cut"):
        async with latch.attempt():
            raise OSError("cut")
    async with latch.attempt():
        latch.accept()
    assert latch.proven
