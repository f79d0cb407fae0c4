from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.vendors.compass.client import xmpp_steps as steps
from cti_desk.vendors.compass.client.xmpp_failures import StanzaError
from cti_desk.vendors.compass.messages.elements import local_name
from cti_desk.vendors.compass.messages.requests import Company
from tests.vendors.compass.client.test_xmpp_site import SITE


class Answers:
    """Stands for a session: answers in order with texts, nothing or errors."""

    site = SITE

    def __init__(self, *answers: str | StanzaError | None) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, str | None]] = []
        self.sent: list[Element] = []

    def send(self, element: Element) -> None:
        self.sent.append(element)

    async def ask(
        self, kind: Any, payload: Element, to: str | None = None, seconds: float | None = None
    ) -> Element | None:
        self.asked.append((local_name(payload), to))
        answer = self.answers.pop(0)
        if isinstance(answer, StanzaError):
            raise answer
        return None if answer is None else fromstring(answer)


async def test_without_a_name_from_the_server_ours_counts() -> None:
    assert await steps.bind(Answers(None), "desk-1", legacy_session=False) == f"{SITE.jid}/desk-1"


@pytest.mark.shows(
    "compass",
    "XMPP session: invisible list before presence",
)
async def test_hides_before_it_appears() -> None:
    session = Answers(None, None)
    assert await steps.appear(session) is False
    assert session.asked == [("query", None), ("query", None)]
    assert [local_name(one) for one in session.sent] == ["presence"]


async def test_a_list_that_cannot_be_made_active_does_not_hide() -> None:
    session = Answers(None, StanzaError("item-not-found"))
    with pytest.raises(LinkFailure, match="preferred"):
        await steps.appear(session)
    assert session.sent == []


async def test_asks_the_services_of_the_platform() -> None:
    session = Answers("<result><id>15</id></result>", None, None, None, None, None)
    assert await steps.company_of(session) == Company("15")
    assert not (await steps.subscribe(session, "15", "me")).ready
    snapshot = await steps.read_all(session, Company("15"), visible=True)
    assert (snapshot.users, snapshot.visible) == ((), True)
    await steps.ping(session, 1)
    assert {to for _, to in session.asked} == {SITE.phone, SITE.pubsub}


@pytest.mark.parametrize(
    ("error", "alive"),
    [
        (StanzaError("service-unavailable", "cancel"), True),
        (StanzaError("feature-not-implemented", "cancel"), True),
        (StanzaError("forbidden", "auth"), True),
        (StanzaError("service-unavailable", "wait"), False),
        (StanzaError("remote-server-timeout", "cancel"), False),
    ],
)
async def test_who_does_not_know_pings_is_alive(error: StanzaError, alive: bool) -> None:
    session = Answers(error)
    if alive:
        await steps.ping(session, 1)
    else:
        with pytest.raises(LinkFailure):
            await steps.ping(session, 1)


REFUSED = StanzaError("forbidden", "auth", "No.")
STEPS: list[Callable[[Answers], Any]] = [
    lambda session: steps.bind(session, "x", legacy_session=True),
    steps.company_of,
    lambda session: steps.subscribe(session, "15", "me"),
    lambda session: steps.read_all(session, Company("15"), visible=False),
]


@pytest.mark.parametrize("step", STEPS)
async def test_a_refusal_is_told_with_the_server_s_words(step: Callable[[Answers], Any]) -> None:
    with pytest.raises(LinkFailure, match=r"forbidden: No\."):
        await step(Answers(REFUSED, REFUSED, REFUSED))


@pytest.mark.parametrize(
    "answer",
    [None, "<pubsub/>", StanzaError("feature-not-implemented"), StanzaError("forbidden", "auth")],
)
async def test_a_service_need_not_list_its_subscriptions(answer: str | StanzaError | None) -> None:
    assert await steps.list_subscriptions(Answers(answer), "15", 1) is None


async def test_a_service_may_list_its_subscriptions() -> None:
    listed = "<pubsub><subscriptions><subscription jid='a@b/c' node='15'/></subscriptions></pubsub>"
    session = Answers(listed)
    found = await steps.list_subscriptions(session, "15", 1)
    assert [one.jid for one in found or ()] == ["a@b/c"]
    assert session.asked == [("pubsub", SITE.pubsub)]
