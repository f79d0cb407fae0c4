"""The capability table: what is not offered says why, in words an agent can act on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from cti_desk.core import commands
from cti_desk.core.capabilities import OFFERED
from cti_desk.core.model import Agent, AgentState, Reason, Snapshot
from cti_desk.vendors.compass.capabilities import capability_table
from cti_desk.vendors.compass.settings import PauseModel
from tests.support.compass_rest_session import agent_at
from tests.support.compass_rest_sim import Served

ALWAYS = {"LogIn", "LogOut", "MakeCall", "DialColleague", "JoinQueue", "LeaveQueue"}
PAUSES = {"SetNotReady", "SetReady"}
STATUS = {"EndWrapUp", "SetDoNotDisturb"}


@pytest.fixture(scope="module")
def web() -> Iterator[Served]:
    with Served() as one:
        yield one


@pytest.fixture
def served(web: Served) -> Served:
    web.reset()
    return web


async def offered(served: Served, model: PauseModel) -> set[str]:
    async with agent_at(served) as agent:
        table = capability_table(agent.session, model)
        assert set(table.commands) == set(commands.NAMES)
        for name in commands.NAMES:
            known = table.of(name)
            assert known.usable or (known.why or "").endswith((".", ")")), (name, known.why)
        return {name for name in commands.NAMES if table.of(name).usable}


@pytest.mark.parametrize(
    ("model", "versions", "more"),
    [
        ("status", "1,2,3", PAUSES | STATUS | {"PickupCall"}),
        ("queue", "1,2,3", PAUSES | {"PickupCall"}),
        ("undecided", "1,2,3", {"PickupCall"}),
        ("status", "1,2", {"PickupCall"}),
        ("queue", "1,2", PAUSES | {"PickupCall"}),
    ],
)
async def test_pauses_are_those_of_the_site(
    served: Served, model: PauseModel, versions: str, more: set[str]
) -> None:
    served.company.variants.versions = versions
    assert await offered(served, model) == ALWAYS | more


async def test_call_control_is_offered_where_the_platform_lists_it(served: Served) -> None:
    served.company.variants.call_control = True
    found = await offered(served, "status")
    assert {"AnswerCall", "ClearCall", "HoldCall", "RetrieveCall", "SingleStepTransfer"} <= found


async def test_without_the_description_no_call_control_and_why(served: Served) -> None:
    served.company.variants.schema = False
    async with agent_at(served) as agent:
        why = capability_table(agent.session, "status").of("AnswerCall").why or ""
        assert why.startswith("Answer on your telephone. Whether your platform can do it")


async def test_a_status_without_a_word_for_none_has_no_do_not_disturb(served: Served) -> None:
    async with agent_at(served) as agent:
        assert agent.session is not None
        body = agent.session.status_body
        assert body is not None
        words = {key: word for key, word in body.spellings.items() if key != "NONE"}
        agent.session.status_body = type(body)(body.member, words)
        table = capability_table(agent.session, "status")
        assert not table.of("SetDoNotDisturb").usable
        assert table.of("SetNotReady").usable
        agent.session.status_body = None
        assert "does not say" in (
            capability_table(agent.session, "status").of("SetReady").why or ""
        )
        agent.session.identity = None
        assert not capability_table(agent.session, "queue").of("SetNotReady").usable


def test_without_rest_nothing_is_offered_and_the_reason_is_rests() -> None:
    table = capability_table(None, "status", why_not="The certificate is not trusted.")
    assert {table.of(name).why for name in commands.NAMES} == {"The certificate is not trusted."}
    assert "not answered yet" in (capability_table(None, "status").of("LogIn").why or "")


@pytest.mark.parametrize(
    ("model", "reasons", "kind"),
    [
        ("status", ("Lunch",), "optional"),
        ("queue", ("Lunch",), "local"),
        ("undecided", ("Lunch",), "none"),
        ("status", (), "none"),
    ],
)
def test_reasons(model: PauseModel, reasons: tuple[str, ...], kind: str) -> None:
    table = capability_table(None, model, reasons=reasons, warnings=("A queue.",))
    assert table.pause_reason == kind
    assert table.reasons == tuple(Reason(text=text) for text in reasons)
    assert table.warnings == ("A queue.",)


def test_who_is_in_no_queue_may_dial() -> None:
    out = Snapshot(agent=Agent(underlying=AgentState.LOGGED_OUT))
    table = replace(capability_table(None, "status"), commands={"MakeCall": OFFERED})
    assert table.for_agent("MakeCall", out).usable
