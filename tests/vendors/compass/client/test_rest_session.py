"""What there is to act with, found out over REST."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cti_desk.core.errors import NotOffered, RefusedByVendor
from cti_desk.switch_kit.http.failures import TooMuch
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.vendors.compass.client.rest import Rest
from cti_desk.vendors.compass.client.rest_session import RestSession
from cti_desk.vendors.compass.messages.rest_objects import Membership
from cti_desk.vendors.compass.messages.status import NONE, ONLY_DIRECT
from tests.support.compass_rest_session import agent_at, site_of
from tests.support.compass_rest_sim import Served
from tests.support.compass_sim import ANNA


@pytest.fixture(scope="module")
def web() -> Iterator[Served]:
    with Served() as one:
        yield one


@pytest.fixture
def served(web: Served) -> Served:
    web.reset()
    return web


async def test_it_knows_who_acts_and_how_a_status_is_set(served: Served) -> None:
    async with agent_at(served) as agent:
        session = agent.session
        assert session is not None
        assert (session.me.id, session.version) == (ANNA, 3)
        assert session.identity is not None
        assert session.identity.id == "7301"
        assert session.status_body is not None
        assert session.status_body.body(NONE, "x") is not None
        assert session.control is not None
        assert "AnswerCall" not in session.control.recipes


async def test_without_a_description_what_is_read_says_how_a_status_is_spelt(
    served: Served,
) -> None:
    served.company.variants.schema = False
    async with agent_at(served) as agent:
        session = agent.session
        assert session is not None
        assert session.control is None
        assert "403" in session.no_schema or "not" in session.no_schema
        assert session.status_body is not None
        assert session.status_body.body(ONLY_DIRECT, "Lunch") is not None


async def test_an_old_platform_has_no_status(served: Served) -> None:
    served.company.variants.versions = "1,2"
    async with agent_at(served) as agent:
        assert agent.session is not None
        assert (agent.session.version, agent.session.status_body) == (2, None)
        assert await agent.session.status() is None


async def test_a_status_that_is_not_used_is_not_even_read(served: Served) -> None:
    async with agent_at(served, "queue") as agent:
        assert agent.session is not None
        assert (agent.session.version, agent.session.status_body) == (3, None)
        assert await agent.session.status() is None
        assert "user.status" not in served.rest.requests


async def test_what_is_read_of_the_own_user(served: Served) -> None:
    served.company.platform.log_in(ANNA, "7012", 2, True)
    async with agent_at(served) as agent:
        session = agent.session
        assert session is not None
        (membership,) = await session.memberships() or ()
        assert isinstance(membership, Membership)
        assert (membership.queue_id, membership.priority, membership.call_forward) == (
            "7012",
            2,
            True,
        )
        status = await session.status()
        assert status is not None
        assert status.receive_calls == "ALL"
        assert await session.queues() == {"7012": "Support", "7013": "Sales"}


async def test_a_right_that_is_missing_loses_no_link(served: Served) -> None:
    async with agent_at(served) as agent:
        served.company.platform.account(ANNA).rights.clear()
        session = agent.session
        assert session is not None
        with pytest.raises(RefusedByVendor):
            await session.call("user.dialNumber", id=session.url, destination="6100")
        assert agent.lost == []


async def test_without_an_identity_it_says_so(served: Served) -> None:
    async with agent_at(served) as agent:
        assert agent.session is not None
        agent.session.identity = None
        assert await agent.session.memberships() is None
        with pytest.raises(NotOffered):
            _ = agent.session.identity_url


async def test_a_link_that_is_lost_by_a_call_is_told(served: Served) -> None:
    site = site_of(served)
    lost: list[object] = []
    rest = Rest(type(site)("https://127.0.0.1:9", "https://127.0.0.1:9", "1001", "x"))
    await rest.open()
    try:
        session = RestSession(
            rest, {"self": "https://127.0.0.1:9/user/1", "entityId": 1}, lost.append
        )
        for call in (session.call("user"), session.post("/user/1/answer", None)):
            with pytest.raises(LinkFailure):
                await call
        assert len(lost) == 2
    finally:
        await rest.close()


async def test_an_answer_that_is_too_much_is_no_lost_link(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with agent_at(served) as agent:
        assert agent.session is not None
        monkeypatch.setattr("cti_desk.switch_kit.http.session.MOST_VALUES", 0)
        with pytest.raises(TooMuch):
            await agent.session.call("user")
        assert await agent.session.memberships() is None
        assert agent.lost == []
