"""The CRM's page: once for each root call, by the rule in force, and never for a colleague."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk import page_opener
from cti_desk.core.errors import CtiError
from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Call, Colleague, ConnectionState, Direction, Remote
from cti_desk.core.ports import Contact
from cti_desk.page_opener import PageOpener
from cti_desk.settings.sections import ScreenPopRule

RULE = ScreenPopRule(url="https://crm.example.com/call{?number}")


class NoContacts:
    def look_up(self, number: str) -> Contact:
        return Contact()


def call(call_id: str = "1", parent: str | None = None) -> Call:
    return Call(
        call_id,
        parent,
        Direction.INBOUND,
        ConnectionState.ALERTING,
        remote=Remote(number="+55 21"),
    )


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    pages: list[tuple[Any, ...]] = []
    monkeypatch.setattr(page_opener, "open_page", lambda *what: pages.append(what))
    return pages


@pytest.fixture
def opener() -> PageOpener:
    opener = PageOpener(NoContacts(), lambda: "default_1001", lambda error: None)
    opener.use(RULE)
    return opener


def test_opens_once_for_each_root_call(opener: PageOpener, opened: list[Any]) -> None:
    for given in (call("1"), call("1"), call("1~2", parent="1")):
        opener.on_event(Event(EventType.DELIVERED, call=given))
    assert len(opened) == 1
    template, variables, schemes, hosts, _ = opened[0]
    assert template == RULE.url
    assert variables["number"] == "+55 21"
    assert variables["agent"] == "default_1001"
    assert (schemes, hosts) == (("https", "http"), ("crm.example.com",))


def test_using_the_same_rule_again_opens_nothing_twice(
    opener: PageOpener, opened: list[Any]
) -> None:
    opener.on_event(Event(EventType.DELIVERED, call=call()))
    opener.use(ScreenPopRule(url=RULE.url))
    opener.on_event(Event(EventType.DELIVERED, call=call()))
    assert len(opened) == 1


def test_a_colleagues_call_opens_nothing(opener: PageOpener, opened: list[Any]) -> None:
    colleague = Colleague("default_1002")
    opener.on_event(Event(EventType.DELIVERED, call=call(), colleague=colleague))
    assert opened == []


def test_every_click_opens(opener: PageOpener, opened: list[Any]) -> None:
    opener.clicked(call())
    opener.clicked(call())
    assert len(opened) == 2


def test_without_a_page_there_is_nothing_to_open(opened: list[Any]) -> None:
    opener = PageOpener(NoContacts(), lambda: None, lambda error: None)
    assert not opener.available
    opener.clicked(call())
    opener.on_event(Event(EventType.DELIVERED, call=call()))
    assert opened == []


def test_what_failed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*what: Any) -> None:
        raise CtiError("No browser.")

    monkeypatch.setattr(page_opener, "open_page", refuse)
    failures: list[CtiError] = []
    opener = PageOpener(NoContacts(), lambda: None, failures.append)
    opener.use(RULE)
    opener.clicked(call())
    assert [str(error) for error in failures] == ["No browser."]
