"""The XMPP client and a real Prosody with the simulator's components, over both transports."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from cti_desk.core.link import LONGEST_RETRY_S
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.login_guard import LoginGuard, LoginRefused
from cti_desk.vendors.compass.client.rest import Rest
from cti_desk.vendors.compass.client.xmpp import Xmpp
from cti_desk.vendors.compass.client.xmpp_failures import MOST_CONNECTIONS
from cti_desk.vendors.compass.messages import notifications as n
from cti_desk.vendors.compass.settings import Profile, read_profile
from cti_desk.vendors.compass.simulator import seeds
from cti_desk.vendors.compass.simulator.server import CompassSimulator
from tests.support.waiting import until

BOTH = pytest.mark.parametrize("transport", ["xmpp", "websocket"])
USER = "1001"
COMPANY_USER = f"1005@{seeds.COMPANY_DOMAIN}"


@pytest.fixture(params=[False, True], ids=["plain", "managed"], scope="module")
def compass(request: pytest.FixtureRequest) -> Iterator[CompassSimulator]:
    with CompassSimulator(stream_management=request.param) as simulator:
        yield simulator


@pytest.fixture
def own_compass() -> Iterator[CompassSimulator]:
    """One that a test may break."""
    with CompassSimulator() as simulator:
        yield simulator


class Desk:
    """A client of a simulator, and what it was told."""

    def __init__(
        self, compass: CompassSimulator, guard: LoginGuard | None = None, **settings: Any
    ) -> None:
        self.told: list[n.Notification] = []
        self.lost: list[LinkFailure] = []
        profile = profile_of(compass, **settings)
        site = profile.xmpp_site(profile.hosts())
        self.xmpp = Xmpp(site, self.told.extend, self.lost.append, guard)

    def kinds(self) -> list[str]:
        return [type(one).__name__ for one in self.told]


def profile_of(compass: CompassSimulator, password: str | None = None, **settings: Any) -> Profile:
    values = seeds.profile_values(compass.addresses, compass.ca_file)
    return read_profile(
        "office", {**values, **settings}, {"password": password or compass.password}
    )


@asynccontextmanager
async def linked(compass: CompassSimulator, **settings: Any) -> AsyncIterator[Desk]:
    desk = Desk(compass, **settings)
    await desk.xmpp.open()
    desk.xmpp.follow()
    try:
        yield desk
    finally:
        await desk.xmpp.close()


async def ring(compass: CompassSimulator) -> str:
    agent = compass.platform.named(USER)
    assert agent is not None
    call = await asyncio.to_thread(
        compass.exchange.calls.incoming, agent.id, "31614241111", called="31201234567"
    )
    return call.id


async def stat(compass: CompassSimulator, name: str) -> Any:
    return (await asyncio.to_thread(compass.stats))[name]


@BOTH
@pytest.mark.shows(
    "compass",
    "XMPP session: XMPP over WebSocket",
)
async def test_reads_the_company_and_hears_its_calls(
    compass: CompassSimulator, transport: str
) -> None:
    async with linked(compass, transport=transport) as desk:
        snapshot = desk.xmpp.snapshot
        assert snapshot is not None
        assert {user.compass_id for user in snapshot.users} >= {USER}
        assert {queue.name for queue in snapshot.queues} == set(seeds.QUEUES.values())
        assert not snapshot.visible
        await ring(compass)
        await until(lambda: "CallStart" in desk.kinds())
        await desk.xmpp.check()
        assert desk.lost == []


@BOTH
async def test_a_user_of_a_company_s_own_domain(compass: CompassSimulator, transport: str) -> None:
    async with linked(compass, user=COMPANY_USER, transport=transport) as desk:
        assert desk.xmpp.jid.startswith(f"{COMPANY_USER}/")


@BOTH
async def test_a_wrong_password_is_one_attempt_at_the_server(
    own_compass: CompassSimulator, transport: str
) -> None:
    guard = LoginGuard()
    desk = Desk(own_compass, guard, password="wrong", transport=transport)
    for _ in range(3):
        with pytest.raises(LoginRefused):
            await desk.xmpp.open()
    await desk.xmpp.close()
    assert await stat(own_compass, "login_attempts") == 1
    assert guard.refused


@BOTH
async def test_leaves_the_server_as_it_found_it(
    own_compass: CompassSimulator, transport: str
) -> None:
    async with linked(own_compass, transport=transport):
        assert await stat(own_compass, "subscriptions") == 1

    async def gone() -> bool:
        return await stat(own_compass, "present") == 0

    await until(gone)
    assert await stat(own_compass, "subscriptions") == 0


@pytest.mark.parametrize(
    "variant",
    [{"expire": False}, {"subscribed_at_once": True}, {"rpc_host": "phone"}],
    ids=lambda variant: next(iter(variant)),
)
async def test_reads_the_documents_both_ways(
    own_compass: CompassSimulator, variant: dict[str, Any]
) -> None:
    await asyncio.to_thread(own_compass.variant, variant)
    async with linked(own_compass) as desk:
        await ring(own_compass)
        await until(lambda: "CallStart" in desk.kinds())


async def test_is_seen_only_where_the_settings_allow(own_compass: CompassSimulator) -> None:
    await asyncio.to_thread(own_compass.variant, {"invisible": False})
    with pytest.raises(LinkFailure, match="invisible"):
        await Desk(own_compass).xmpp.open()
    async with linked(own_compass, invisible="preferred") as desk:
        assert desk.xmpp.snapshot is not None
        assert desk.xmpp.snapshot.visible


@pytest.mark.shows(
    "compass",
    "XMPP session: a user without a company",
)
async def test_a_user_without_a_company(compass: CompassSimulator) -> None:
    with pytest.raises(LinkFailure, match="belongs to no company"):
        await Desk(compass, user=seeds.RESELLER).xmpp.open()


@pytest.mark.shows(
    "compass",
    "XMPP session: at most 10 connections of a user",
)
async def test_one_connection_more_than_a_user_may_have(own_compass: CompassSimulator) -> None:
    desks = [Desk(own_compass) for _ in range(MOST_CONNECTIONS + 1)]
    try:
        for desk in desks[:-1]:
            await desk.xmpp.open()
        with pytest.raises(LinkFailure, match="no more connections"):
            await desks[-1].xmpp.open()
        assert all(desk.lost == [] for desk in desks)
    finally:
        for desk in desks:
            await desk.xmpp.close()


@BOTH
@pytest.mark.shows(
    "compass",
    "XMPP session: everything is read again after a reconnect",
)
async def test_a_server_that_is_killed_is_found_again(
    own_compass: CompassSimulator, transport: str
) -> None:
    async with linked(own_compass, transport=transport) as desk:
        await asyncio.to_thread(own_compass.end_prosody)
        await until(lambda: desk.lost)
        with pytest.raises(LinkFailure):
            await Desk(own_compass, transport=transport).xmpp.open()
        await asyncio.to_thread(own_compass.start_prosody)
        async with linked(own_compass, transport=transport) as again:
            call = await ring(own_compass)
            await until(lambda: "CallStart" in again.kinds())
            assert call
        assert len(desk.lost) == 1


@BOTH
async def test_a_cut_in_the_middle_of_what_was_said(
    own_compass: CompassSimulator, transport: str
) -> None:
    door = "xmpp" if transport == "xmpp" else "web"
    async with linked(own_compass, transport=transport) as desk:
        fault = {"method": door, "mid_frame": True}
        added = own_compass.faults.add("cut", fault)
        await asyncio.to_thread(own_compass.fault_added, added)
        await until(lambda: desk.lost)
        assert desk.lost[0].failure == "closed"


async def test_an_address_that_is_blocked(own_compass: CompassSimulator) -> None:
    """Others in the office tried wrong passwords; ours is right, and not even asked for."""
    for _ in range(20):
        with pytest.raises(LoginRefused):
            await Desk(own_compass, password="wrong").xmpp.open()
    with pytest.raises(LinkFailure, match="block this address") as caught:
        await Desk(own_compass).xmpp.open()
    assert caught.value.failure == "closed"


async def test_rest_and_events_share_one_refusal(own_compass: CompassSimulator) -> None:
    guard = LoginGuard()
    profile = profile_of(own_compass, password="wrong")
    site = profile.site(profile.hosts())
    desk = Desk(own_compass, guard, password="wrong")
    opening = asyncio.ensure_future(desk.xmpp.open())
    with pytest.raises(LoginRefused):
        await Rest.connect(site, guard)
    with pytest.raises(LoginRefused):
        await opening
    assert await stat(own_compass, "login_attempts") == 1


@BOTH
async def test_a_connection_of_the_same_name_ends_the_first_for_good(
    own_compass: CompassSimulator, transport: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cti_desk.vendors.compass.client.xmpp.new_resource", lambda base: "same")
    async with (
        linked(own_compass, transport=transport) as first,
        linked(own_compass, transport=transport) as second,
    ):
        await until(lambda: first.lost)
        assert first.lost[0].retry_after_s == LONGEST_RETRY_S
        await second.xmpp.check()
        assert second.lost == []
    assert await stat(own_compass, "connections_total") == 2
