"""What the parts share: the own agent, what is served while linked, what is offered."""

from __future__ import annotations

from typing import Any

from cti_desk.core.reports import AgentChosen, CapabilitiesChanged
from cti_desk.core.workers import Workers
from cti_desk.declarations.methods import Method
from cti_desk.vendors.instantvoice.client.calling import Calling
from cti_desk.vendors.instantvoice.client.monitor.context import Context
from cti_desk.vendors.instantvoice.client.monitor.linked import Linked
from cti_desk.vendors.instantvoice.client.reader import Reader
from cti_desk.vendors.instantvoice.messages.bodies import Reply
from cti_desk.vendors.instantvoice.settings import read_profile
from tests.support.instantvoice import AGENT, DictMemory, HandClock, Reports, setup_for


def context(**settings: object) -> tuple[Context, Reports]:
    setup = setup_for("acd", **settings)
    profile = read_profile("office", setup.settings, setup.secrets)
    made = Context(profile, HandClock(), DictMemory(), Workers())
    reports = Reports()
    made.report = reports.append
    return made, reports


class Caller(Calling):
    async def request(self, method: Method, arguments: dict[str, Any]) -> Reply:
        return Reply(0)


class Subscriptions:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def follow(self, agent: str) -> None:
        self.asked.append(agent)

    def unfollow(self, agent: str) -> None:
        self.asked.remove(agent)


def test_the_profiles_agent_is_the_own_one() -> None:
    made, _ = context()
    assert made.agents.own is not None
    assert made.agents.find(AGENT) is made.agents.find("1001") is made.agents.own
    assert made.agents.find("default_1002") is None


def test_the_first_chosen_stays_the_own_one() -> None:
    made, reports = context(agent=None)
    first = made.serve(made.agents.name("default_1002"), own=True)
    made.choose(first)
    made.choose(made.serve(made.agents.name("default_1003"), own=True))
    assert reports == [AgentChosen("default_1002")]
    assert made.agents.own is first
    made.dismiss(made.agents.by_name["default_1003"])
    assert list(made.agents.by_name) == ["default_1002"]


def test_events_of_an_agent_are_asked_for_once_while_linked() -> None:
    caller = Caller()
    made, _ = context(agent=None)
    subscriptions = Subscriptions()
    made.link = Linked(caller, Reader(caller.request), subscriptions)
    assert made.caller is caller
    assert made.reader is made.link.reader
    eva = made.agents.name("default_1002")
    served = made.serve(eva, own=False)
    assert made.serve(eva, own=False) is served
    assert subscriptions.asked == ["default_1002"]
    made.dismiss(served)
    assert subscriptions.asked == []


def test_what_is_offered_is_reported_when_it_changes() -> None:
    made, reports = context()
    made.offer()
    made.offer()
    assert len(reports.of(CapabilitiesChanged)) == 1


def test_the_source_is_chosen_by_the_profile() -> None:
    over_soap: dict[str, object] = {"transport": "soap"}
    posted = {**over_soap, "events_listen": "127.0.0.1:8090", "events_senders": ["127.0.0.1"]}
    stomp, polled, posts = (context(**each)[0].source for each in ({}, over_soap, posted))
    assert (stomp.polled, polled.polled, posts.polled) == (False, True, False)
    assert stomp.warning is polled.warning is None
    assert "8090" in str(posts.warning)
