"""Commands as requests: what arrives at the platform, and what its answers come to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cti_desk.core import commands as c
from cti_desk.core.errors import (
    CtiError,
    NoLink,
    NotOffered,
    OutcomeUnknown,
    RefusedByVendor,
    UnknownToVendor,
)
from cti_desk.core.model import Call, Snapshot
from cti_desk.core.reports import Accepted
from cti_desk.switch_kit.link_failure import LinkFailure
from tests.support.compass_rest_session import agent_at
from tests.support.compass_rest_sim import Served
from tests.support.compass_sim import ANNA, BRAM


@pytest.fixture(scope="module")
def web() -> Iterator[Served]:
    with Served() as one:
        yield one


@pytest.fixture
def served(web: Served) -> Served:
    web.reset()
    return web


def members(served: Served, queue: str) -> dict[str, int]:
    return dict(served.company.exchange.world.queues[queue].members)


def status(served: Served) -> tuple[str, str]:
    return served.company.platform.status(ANNA)


# -- queues


async def test_login_joins_what_the_profile_names_and_not_what_is_joined(served: Served) -> None:
    served.company.platform.log_in(ANNA, "7013", 3, False)
    async with agent_at(served, "status", "Support", "7013") as agent:
        assert isinstance(await agent.perform(c.LogIn("SIP/1")), Accepted)
    assert members(served, "7012") == {ANNA: 1}
    assert members(served, "7013") == {ANNA: 3}, "who is in keeps their priority"


async def test_login_without_a_telephone_is_refused_with_the_way_to_one(served: Served) -> None:
    served.company.exchange.agents.log_out(ANNA)
    async with agent_at(served, "status", "Support") as agent:
        outcome = await agent.perform(c.LogIn())
        assert (type(outcome), "*1" in (outcome.message or "")) == (RefusedByVendor, True)
    assert members(served, "7012") == {}


async def test_login_into_some_queues_only_says_which_are_missing(served: Served) -> None:
    async with agent_at(served, "status", "Support", "Sales") as agent:
        agent.hear()
        names = {"7012": "Support", "9999": "Ghosts"}
        done, failure = await agent.performer._each(
            names,
            lambda queue: agent.performer._join(agent.session, queue),  # type: ignore[arg-type]
        )
        outcome = agent.performer._told("Not logged in", names, done, failure)
        assert (type(outcome), done) == (Accepted, ["7012"])
        assert "All but 9999" in (outcome.message or "")


async def test_logout_leaves_every_queue_and_remembers_how_one_was_in_it(served: Served) -> None:
    served.company.platform.log_in(ANNA, "7012", 3, True)
    served.company.platform.log_in(ANNA, "7013", 2, False)
    async with agent_at(served) as agent:
        assert isinstance(await agent.perform(c.LogOut()), Accepted)
        assert members(served, "7012") == members(served, "7013") == {}
        assert isinstance(await agent.perform(c.LogIn()), Accepted)
    assert (members(served, "7012"), members(served, "7013")) == ({ANNA: 3}, {ANNA: 2})
    assert served.company.platform.follows_forwards == {(ANNA, "7012")}


async def test_one_queue_is_joined_and_left_by_name_or_id(served: Served) -> None:
    async with agent_at(served) as agent:
        assert isinstance(await agent.perform(c.JoinQueue("sales")), Accepted)
        assert members(served, "7013") == {ANNA: 1}
        assert isinstance(await agent.perform(c.LeaveQueue("7013")), Accepted)
        assert members(served, "7013") == {}
        assert isinstance(await agent.perform(c.JoinQueue("Moon")), RefusedByVendor)


# -- pauses


async def test_by_status(served: Served) -> None:
    served.company.platform.log_in(ANNA, "7012", 1, False)
    async with agent_at(served) as agent:
        assert isinstance(await agent.perform(c.SetNotReady("Lunch")), Accepted)
        assert status(served) == ("ONLY_DIRECT", "Lunch")
        assert isinstance(await agent.perform(c.SetDoNotDisturb(on=True)), Accepted)
        assert status(served)[0] == "NONE"
        assert isinstance(await agent.perform(c.SetDoNotDisturb(on=False)), Accepted)
        assert status(served)[0] == "ALL"
        await agent.perform(c.SetNotReady())
        assert isinstance(await agent.perform(c.EndWrapUp()), Accepted)
        assert status(served)[0] == "ALL"


async def test_by_queue_touches_no_status(served: Served) -> None:
    served.company.platform.log_in(ANNA, "7012", 1, False)
    served.company.platform.log_in(ANNA, "7013", 1, False)
    queues = served.company.exchange.world.queues
    async with agent_at(served, "queue") as agent:
        assert isinstance(await agent.perform(c.SetNotReady("Lunch")), Accepted)
        assert ANNA in queues["7012"].paused
        assert ANNA in queues["7013"].paused
        assert isinstance(await agent.perform(c.SetReady()), Accepted)
        assert ANNA not in queues["7012"].paused
        assert isinstance(await agent.perform(c.EndWrapUp()), NotOffered)
    served.reset()
    async with agent_at(served, "queue") as agent:
        assert isinstance(await agent.perform(c.SetNotReady()), RefusedByVendor)


async def test_a_platform_without_pauses_by_queue_says_so(served: Served) -> None:
    served.company.platform.log_in(ANNA, "7012", 1, False)
    served.company.variants.versions = "3"
    async with agent_at(served, "queue") as agent:
        outcome = await agent.perform(c.SetNotReady())
        assert (type(outcome), outcome.code) == (NotOffered, 406)


async def test_undecided_sends_nothing(served: Served) -> None:
    async with agent_at(served, "undecided") as agent:
        assert isinstance(await agent.perform(c.SetNotReady()), NotOffered)


# -- calls


@pytest.mark.parametrize("versions", ["1,2,3", "1,2"])
async def test_a_number_is_dialled(served: Served, versions: str) -> None:
    served.company.variants.versions = versions
    async with agent_at(served) as agent:
        assert isinstance(await agent.perform(c.MakeCall("6100", "ticket 7")), Accepted)
        (call,) = served.company.exchange.world.calls.values()
        assert (call.origin, call.dialled) == ("request", "6100")


@pytest.mark.parametrize("name", [BRAM, "Bram de Vries", "1002"])
async def test_a_colleague_is_dialled_by_whatever_names_them(served: Served, name: str) -> None:
    async with agent_at(served) as agent:
        assert isinstance(await agent.perform(c.DialColleague(name)), Accepted)
        assert len(served.company.exchange.world.calls) == 1
        request = agent.monitor.calls._request
        assert request is not None
        assert request.number == "1002", "their extension is shown"


async def test_what_was_refused_is_no_call_of_ours(served: Served) -> None:
    served.company.exchange.agents.log_out(ANNA)
    async with agent_at(served) as agent:
        assert isinstance(await agent.perform(c.MakeCall("6100")), RefusedByVendor)
        assert agent.monitor.calls._request is None


async def test_the_one_waiting_call_is_picked_up(served: Served) -> None:
    served.company.platform.log_in(ANNA, "7012", 1, False)
    served.company.exchange.agents.pause(ANNA, "1")
    call = served.company.ring("7012")
    async with agent_at(served) as agent:
        assert isinstance(await agent.perform(c.PickupCall()), Accepted)
        assert call.callee is not None
        assert call.callee.party.agent == ANNA
        refused = await agent.perform(c.PickupCall())
        assert (type(refused), "Name the call" in (refused.message or "")) == (
            RefusedByVendor,
            True,
        )


async def test_call_control_where_it_is_listed(served: Served) -> None:
    served.company.variants.call_control = True
    call = served.company.ring("1001")
    async with agent_at(served) as agent:
        assert isinstance(await agent.perform(c.AnswerCall(call.id)), Accepted)
        assert call.answered_at is not None
        assert isinstance(await agent.perform(c.HoldCall(call.id)), Accepted)
        assert isinstance(await agent.perform(c.RetrieveCall(call.id)), Accepted)
        moved = await agent.perform(c.SingleStepTransfer(call.id, number="6100"))
        assert isinstance(moved, Accepted)
        gone = await agent.perform(c.ClearCall("nothing.0"))
        assert isinstance(gone, UnknownToVendor)


async def test_a_call_that_cannot_be_named_is_acted_on_only_alone(served: Served) -> None:
    served.company.variants.call_control = True
    call = served.company.ring("1001")
    async with agent_at(served) as agent:
        assert agent.session is not None
        assert agent.session.control is not None
        recipe = agent.session.control.recipes["AnswerCall"]
        agent.session.control.recipes["AnswerCall"] = type(recipe)(
            "/user/{id}/answer", ("user",), {}
        )
        both = Snapshot(calls=(Call(call.id), Call("other")))
        refused = await agent.perform(c.AnswerCall(call.id), both)
        assert (type(refused), "you have 2" in (refused.message or "")) == (RefusedByVendor, True)


async def test_call_control_that_is_not_listed_is_not_offered(served: Served) -> None:
    async with agent_at(served) as agent:
        assert isinstance(await agent.perform(c.AnswerCall("x")), NotOffered)
        assert isinstance(await agent.perform(c.GenerateDigits("x", digits="1")), NotOffered)


# -- errors


async def test_a_right_revoked_in_the_middle_is_told(served: Served) -> None:
    async with agent_at(served, "status", "Support") as agent:
        served.company.platform.account(ANNA).rights.clear()
        outcome = await agent.perform(c.LogIn())
        assert (type(outcome), outcome.code) == (RefusedByVendor, 403)
        assert (outcome.message or "").startswith("Not logged in.")


async def test_without_the_half_that_acts_nothing_is_sent(served: Served) -> None:
    async with agent_at(served) as agent:
        agent.session = None
        outcome = await agent.perform(c.SetReady())
        assert (type(outcome), outcome.message) == (NoLink, "Nothing can be done.")


@pytest.mark.parametrize(
    "error",
    [
        OutcomeUnknown("No answer."),
        NoLink("No way."),
        LinkFailure("timeout", "No way."),
        NotOffered("Not here."),
        RefusedByVendor("No.", code=403),
        CtiError("Something."),
    ],
)
async def test_what_went_on_in_no_queue_is_raised_with_what_was_not_done(
    served: Served, error: CtiError
) -> None:
    async with agent_at(served, "status") as agent:
        kind, code, words = type(error), error.code, f"Not done. {error}"
        with pytest.raises(kind) as raised:
            agent.performer._told("Not done", ["7012"], [], error)
        assert (raised.value.code, str(raised.value)) == (code, words)
