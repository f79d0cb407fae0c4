from __future__ import annotations

from datetime import datetime

import pytest
from msgspec.structs import replace

from cti_desk.core.model import Link, LinkState
from cti_desk.desktop.presenters.link import link_view
from scripts.situations import NOW, TABLE, UP


@pytest.mark.parametrize(
    ("link", "tone", "text"),
    [
        (UP, "calm", "Connected to InstantVoice."),
        (Link(), "warning", "Connecting to InstantVoice…"),
        (
            Link(LinkState.DOWN, NOW, NOW - 23, reason="The broker closed the connection."),
            "warning",
            "No link to InstantVoice for 0:23. The broker closed the connection.",
        ),
        (Link(LinkState.DOWN), "warning", "No link to InstantVoice."),
        (
            Link(LinkState.STOPPED, reason="The password is wrong."),
            "stopped",
            "Not connected to InstantVoice, and not trying again. The password is wrong.",
        ),
    ],
)
def test_the_link_in_words(link: Link, tone: str, text: str) -> None:
    view = link_view(link, TABLE, False, NOW)
    assert (view.tone, view.text) == (tone, text)


@pytest.mark.parametrize(
    ("sentence", "icon"),
    [
        ("The link is not encrypted.", "lock-open"),
        ("The published default password is in use.", "key-round"),
        ("Queue Support hangs callers up.", "triangle-alert"),
    ],
)
def test_standing_warnings_have_a_picture_and_keep_their_sentence(sentence: str, icon: str) -> None:
    view = link_view(replace(UP, marks=(sentence,)), TABLE, False, NOW)
    assert [(mark.icon, mark.text) for mark in view.marks] == [(icon, sentence)]
    assert sentence in view.spoken


def test_warnings_of_the_table_stand_beside_the_link_too() -> None:
    table = replace(TABLE, warnings=("Support hangs callers up.",))
    assert [mark.text for mark in link_view(UP, table, False, NOW).marks] == list(table.warnings)


def test_a_simulator_is_never_taken_for_the_real_thing_and_is_marked_once() -> None:
    assert [mark.icon for mark in link_view(UP, TABLE, True, NOW).marks] == ["flask-conical"]
    told = replace(UP, marks=("Simulator",))
    assert len(link_view(told, TABLE, True, NOW).marks) == 1


def test_a_state_that_is_read_says_when() -> None:
    view = link_view(replace(UP, read_at=NOW - 3), TABLE, False, NOW)
    assert view.text.startswith("Connected to InstantVoice. What you see was read at ")
    assert view.text.endswith(f"{datetime.fromtimestamp(NOW - 3):%H:%M:%S}.")
