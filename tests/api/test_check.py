from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from cti_desk.api.check import check, check_desk
from cti_desk.api.desk import CheckItem
from cti_desk.core.capabilities import OFFERED, CapabilityTable, Obstacle, not_offered
from cti_desk.core.model import Agent, AgentState, Link, LinkState, Pending, Queue, Reason
from tests.support.fake_desk import FakeDesk, snapshot

GOOD = replace(
    snapshot(0),
    agent=Agent("default_1001", "SIP/1", AgentState.READY, AgentState.READY),
)
TABLE = CapabilityTable(
    "instantvoice", commands={"SetDoNotDisturb": not_offered("InstantVoice has none.")}
)


def paused(state: AgentState, **more: Any) -> Agent:
    return Agent("default_1001", "SIP/1", state, state, **more)


def test_nothing_keeps_calls_away() -> None:
    items = check(GOOD, TABLE)
    assert {item.state for item in items} == {"ok"}
    assert [item.what for item in items] == [
        "link",
        "rights",
        "agent",
        "phone",
        "queue",
        "pause",
        "dnd",
    ]
    assert not any(item.state == "blocking" for item in items)


@pytest.mark.parametrize(
    ("change", "what", "words"),
    [
        ({"link": Link(LinkState.DOWN, reason="Connection refused.")}, "link", "refused"),
        ({"link": Link(LinkState.STOPPED, reason="Wrong password.")}, "link", "Wrong password"),
        ({"agent": Agent()}, "agent", "log in"),
        ({"agent": paused(AgentState.LOGGED_OUT)}, "agent", "logged out"),
        (
            {"agent": paused(AgentState.NOT_READY, reason=Reason("2", "Lunch"))},
            "pause",
            "Lunch",
        ),
        ({"agent": paused(AgentState.WORKING_AFTER_CALL)}, "pause", "after a call"),
    ],
)
def test_the_first_obstacle_is_named(change: dict[str, Any], what: str, words: str) -> None:
    items = check(replace(GOOD, **change), TABLE)
    obstacle = next(item for item in items if item.state == "blocking")
    assert obstacle.what == what
    assert words in obstacle.text


@pytest.mark.parametrize(
    ("change", "what", "state"),
    [
        ({"agent": Agent("a", None, AgentState.READY, AgentState.READY)}, "phone", "unknown"),
        ({"agent": paused(AgentState.UNKNOWN)}, "agent", "unknown"),
        ({"queues": ()}, "queue", "unknown"),
        ({"queues": (Queue("1", member=False),)}, "queue", "warning"),
        ({"agent": paused(AgentState.READY, note="no calls until 14:32")}, "pause", "warning"),
        (
            {"agent": paused(AgentState.READY, pending=Pending(AgentState.NOT_READY))},
            "pause",
            "warning",
        ),
        ({"link": Link(LinkState.UP, marks=("Plain text.",))}, "rights", "warning"),
    ],
)
def test_what_does_not_keep_calls_away_is_still_told(
    change: dict[str, Any], what: str, state: str
) -> None:
    items = check(replace(GOOD, **change), TABLE)
    assert [item.state for item in items if item.what == what] == [state]


@pytest.mark.parametrize(("known", "state"), [(True, "blocking"), (False, "ok"), (None, "unknown")])
def test_do_not_disturb_as_far_as_it_is_known(known: bool | None, state: str) -> None:
    snapshot = replace(GOOD, agent=replace(GOOD.agent, do_not_disturb=known))
    table = replace(TABLE, commands={"SetDoNotDisturb": OFFERED})
    assert next(item for item in check(snapshot, table) if item.what == "dnd").state == state


def test_a_link_for_commands_only_is_a_warning() -> None:
    link = Link(LinkState.DOWN, reason="No events.", can_act=True)
    (item,) = [item for item in check(replace(GOOD, link=link), TABLE) if item.what == "link"]
    assert (item.state, "No events." in item.text) == ("warning", True)


def test_warnings_of_the_vendor_are_told_once_each() -> None:
    table = replace(TABLE, warnings=("Default password.", "Default password."))
    items = [item for item in check(GOOD, table) if item.what == "rights"]
    assert [item.text for item in items] == ["Default password."]


def test_a_running_desk_is_checked() -> None:
    items = check_desk(FakeDesk())
    assert items[0].what == "settings"
    assert "office" in items[0].text
    assert next(item for item in items if item.what == "dnd").state == "unknown"


def test_settings_that_cannot_be_used_come_first() -> None:
    link = Link(LinkState.STOPPED, reason="settings.toml, line 1: this is not valid TOML.")
    first = check_desk(FakeDesk(current=replace(GOOD, link=link), profile_name=""))[0]
    assert first.what == "settings"
    assert first.state == "blocking"
    assert first.text == "No profile is in use. settings.toml, line 1: this is not valid TOML."


def test_rights_are_unknown_before_the_vendor_told() -> None:
    items = check(GOOD, CapabilityTable())
    assert next(item for item in items if item.what == "rights").state == "unknown"


def test_what_the_vendor_says_keeps_calls_away_does() -> None:
    text = "The agent is disabled."
    table = replace(TABLE, obstacles=(Obstacle("agent", text),), warnings=(text, "Old key."))
    items = check(GOOD, table)
    assert [(item.what, item.text) for item in items if item.state == "blocking"] == [
        ("agent", text)
    ]
    assert [item.text for item in items if item.what == "agent"] == [text]
    assert [item.text for item in items if item.what == "rights"] == ["Old key."]


def test_an_obstacle_stands_beside_what_blocks_by_itself() -> None:
    table = replace(TABLE, obstacles=(Obstacle("agent", "The agent is disabled."),))
    items = check(replace(GOOD, agent=paused(AgentState.LOGGED_OUT)), table)
    assert len([item for item in items if item.what == "agent"]) == 2


def test_what_was_known_before_the_link_went_is_not_in_order_now() -> None:
    items = check(replace(GOOD, link=Link(LinkState.DOWN)), TABLE)
    assert {item.state for item in items if item.what not in ("link", "rights")} == {"unknown"}
    assert all(item.text for item in items)


def test_a_telephone_that_may_not_be_reachable_is_not_called_in_order() -> None:
    table = replace(TABLE, unknowable=("agent.device_reachable",))
    (phone,) = [item for item in check(GOOD, table) if item.what == "phone"]
    assert phone.state == "unknown"
    assert "does not tell whether it can be reached" in phone.text


def test_a_broken_file_is_seen_though_the_last_good_one_is_in_force() -> None:
    broken = CheckItem("file", "blocking", "settings.toml, line 3: this is not valid TOML.")
    items = check_desk(FakeDesk(current=GOOD, wrong_files=[broken]))
    assert items[0].state == "ok"
    assert items[-1] == broken


def test_a_state_that_may_not_be_read_is_said_so() -> None:
    unknown = replace(GOOD, agent=Agent("default_1001"))
    silent = replace(TABLE, unknowable=("agent.since",))
    said = [item.text for item in check(unknown, silent) if item.what == "agent"]
    assert said == [
        "The state of default_1001 is not known, and cannot be read with these rights: "
        "log in, and it is."
    ]


def test_a_state_that_is_never_told_is_not_claimed() -> None:
    never_told = replace(TABLE, unknowable=("agent.state",))
    [item] = [item for item in check(GOOD, never_told) if item.what == "agent"]
    assert (item.state, item.text) == (
        "unknown",
        "default_1001 was logged in from here. instantvoice does not tell whether it lasts.",
    )


def test_what_of_the_desk_itself_does_not_work_is_a_warning() -> None:
    desk = FakeDesk(current=GOOD, trouble=(("journal", "The journal cannot be written."),))
    last = check_desk(desk)[-1]
    assert (last.what, last.state, last.text) == (
        "journal",
        "warning",
        "The journal cannot be written.",
    )


def test_what_was_never_known_is_not_in_order() -> None:
    items = check(replace(GOOD, agent=Agent("default_1001")), CapabilityTable())
    states = {item.what: item.state for item in items}
    assert {states[what] for what in ("agent", "phone", "pause", "dnd")} == {"unknown"}
