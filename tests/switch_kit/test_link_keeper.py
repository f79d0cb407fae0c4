"""Keeping a link: hosts in turn, the policy's waits, and what only a person can mend."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from cti_desk.core import link as policy
from cti_desk.core.errors import CtiError, NoLink, SettingsError
from cti_desk.core.link import LONGEST_RETRY_S, Failure
from cti_desk.core.model import LinkState
from cti_desk.core.reports import LinkChanged
from cti_desk.switch_kit.link_keeper import LinkKeeper, link_changed
from cti_desk.switch_kit.login_guard import Credentials, LoginGuard, LoginRefused, RefusalStore
from tests.support.instantvoice import DictMemory, HandClock
from tests.support.waiting import until


class Lost(NoLink):
    def __init__(self, failure: Failure, words: str, retry_after_s: float | None = None) -> None:
        super().__init__(words)
        self.failure = failure
        self.retry_after_s = retry_after_s


class Link:
    """Each attempt comes to the next thing in ``comes_to``: an error, or up until it is cut."""

    def __init__(
        self,
        *comes_to: BaseException,
        hosts: tuple[str, ...] = ("a",),
        guard: LoginGuard | None = None,
    ) -> None:
        self.comes_to = list(comes_to)
        self.tried: list[int] = []
        self.seen: list[tuple[LinkState, str | None, float | None]] = []
        self.cut = asyncio.Event()
        self.clock = HandClock()
        self.keeper = LinkKeeper(
            "events", self._connect, self.clock, self._changed, hosts=hosts, guard=guard
        )

    async def _connect(self, index: int, up: Callable[[], None]) -> None:
        self.tried.append(index)
        if self.comes_to:
            raise self.comes_to.pop(0)
        up()
        await self.cut.wait()
        self.cut.clear()
        raise Lost("closed", "cut")

    def _changed(self) -> None:
        keeper = self.keeper
        self.seen.append((keeper.state, keeper.reason, keeper.retry_at))

    @property
    def states(self) -> list[LinkState]:
        return [state for state, _, _ in self.seen]

    @contextmanager
    def kept(self) -> Iterator[asyncio.Task[None]]:
        task = asyncio.get_running_loop().create_task(self.keeper.run())
        yield task
        task.cancel()


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "FIRST_RETRY_S", 0.0)
    monkeypatch.setattr(policy, "LONGEST_RETRY_S", 0.0)


@pytest.fixture
def long_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a wake-up leads to the next attempt."""
    monkeypatch.setattr(policy, "FIRST_RETRY_S", 3600.0)
    monkeypatch.setattr(policy, "LONGEST_RETRY_S", 3600.0)
    monkeypatch.setattr(policy, "WAKE_RETRY_S", 0.0)


async def test_it_comes_up_and_says_so() -> None:
    link = Link()
    assert (link.keeper.tried, link.keeper.state) == (False, LinkState.CONNECTING)
    with link.kept():
        await until(lambda: link.keeper.up)
    assert link.seen == [(LinkState.UP, None, None)]
    assert link.keeper.tried


@pytest.mark.usefixtures("no_waiting")
async def test_hosts_are_tried_in_turn_until_one_answers() -> None:
    failures = [
        Lost("unreachable", "No a."),
        Lost("timeout", "Silent b."),
        Lost("timeout", "No a."),
    ]
    link = Link(*failures, hosts=("a", "b"))
    with link.kept():
        await until(lambda: link.keeper.up)
    assert link.tried == [0, 1, 0, 1]
    state, reason, retry_at = link.seen[0]
    assert (state, reason) == (LinkState.DOWN, "No a. Silent b.")
    assert retry_at is not None


@pytest.mark.usefixtures("no_waiting")
async def test_the_same_reason_is_said_once_for_all_hosts() -> None:
    link = Link(*[Lost("unreachable", "No network.")] * 3, hosts=("a", "b", "c"))
    with link.kept():
        await until(lambda: link.keeper.up)
    assert link.seen[0][1] == "No network."


@pytest.mark.usefixtures("no_waiting")
async def test_while_it_is_being_tried_no_time_of_the_next_attempt_is_told() -> None:
    link = Link(Lost("unreachable", "No."))
    with link.kept():
        await until(lambda: link.keeper.up)
    assert [retry_at is None for _, _, retry_at in link.seen] == [False, True, True]


@pytest.mark.usefixtures("no_waiting")
async def test_a_lost_link_is_reported_and_made_again() -> None:
    link = Link()
    with link.kept():
        await until(lambda: link.keeper.up)
        link.cut.set()
        await until(lambda: link.states.count(LinkState.UP) == 2)
    assert link.seen[1][:2] == (LinkState.DOWN, "cut")


@pytest.mark.parametrize(
    "error",
    [
        LoginRefused("Wrong password."),
        SettingsError("ca_file cannot be read."),
        Lost("authentication", "The broker refused the user name or password."),
    ],
)
async def test_only_a_person_can_go_on(error: CtiError) -> None:
    link = Link(error, hosts=("a", "b"))
    await link.keeper.run()
    assert link.seen == [(LinkState.STOPPED, str(error), None)]
    assert link.tried == [0], "the next host would see the same wrong password"


async def test_a_refused_login_stops_restarts_included() -> None:
    memory = DictMemory()

    def guard() -> LoginGuard:
        return LoginGuard(RefusalStore(Credentials("a", "joe", "pw"), memory, "refused"))

    await Link(Lost("authentication", "No."), guard=guard()).keeper.run()
    again = Link(guard=guard())
    await again.keeper.run()
    assert again.seen == [(LinkState.STOPPED, "No.", None)]
    assert again.tried == []


@pytest.mark.usefixtures("no_waiting")
async def test_a_login_that_succeeds_opens_the_guard_and_forgets() -> None:
    memory = DictMemory(refused={"of": "another password"})
    guard = LoginGuard(RefusalStore(Credentials("a", "joe", "pw"), memory, "refused"))
    link = Link(guard=guard)
    with link.kept():
        await until(lambda: link.keeper.up)
        assert guard.proven
        link.cut.set()
        await until(lambda: link.states.count(LinkState.UP) == 2)
    assert memory["refused"] is None


@pytest.mark.usefixtures("long_waiting")
async def test_waking_shortens_the_wait() -> None:
    link = Link(Lost("unreachable", "Nothing listens."), CtiError("500"))
    with link.kept():
        for attempts in (1, 2):
            await until(lambda n=attempts: len(link.tried) == n and link.keeper.retry_at)
            link.keeper.retry_now()
        await until(lambda: link.keeper.up)
    assert len(link.tried) == 3


@pytest.mark.usefixtures("long_waiting")
async def test_a_network_that_returns_during_an_attempt_is_not_waited_for() -> None:
    link = Link(Lost("timeout", "No answer."))
    link.keeper.retry_now()
    with link.kept():
        await until(lambda: link.keeper.up)


@pytest.mark.usefixtures("long_waiting")
async def test_a_wake_up_is_spent_by_coming_up() -> None:
    link = Link()
    link.keeper.retry_now()
    with link.kept():
        await until(lambda: link.keeper.up)
        link.keeper.retry_now()  # means nothing while the link is up
        link.cut.set()
        await until(lambda: link.keeper.state is LinkState.DOWN)
        for _ in range(20):
            await asyncio.sleep(0)
    assert link.tried == [0]


async def test_an_error_can_ask_for_a_longer_wait() -> None:
    link = Link(Lost("closed", "Another connection took its place.", LONGEST_RETRY_S))
    with link.kept():
        await until(lambda: link.keeper.state is LinkState.DOWN)
    assert link.keeper.retry_at == link.clock.now() + LONGEST_RETRY_S


@pytest.mark.expected_log("failed inside the desk")
@pytest.mark.usefixtures("no_waiting")
async def test_a_mistake_of_ours_does_not_end_the_link() -> None:
    link = Link(KeyError("slip"))
    with link.kept():
        await until(lambda: link.keeper.up)
    assert "internal error" in (link.seen[0][1] or "")


async def test_the_report_of_a_single_link() -> None:
    link = Link(LoginRefused("Wrong password."))
    await link.keeper.run()
    assert link_changed(link.keeper) == LinkChanged(LinkState.STOPPED, "Wrong password.")
    marks = ("Plain text.",)
    assert link_changed(link.keeper, marks).marks == marks
