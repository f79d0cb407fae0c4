"""What is said around the rows: age, absence, the chosen queue, and the strip's summary."""

from __future__ import annotations

from datetime import datetime

import pytest
from msgspec.structs import replace

from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.model import Link, LinkState, Queue, Snapshot
from cti_desk.desktop.options import QueueOptions
from cti_desk.desktop.presenters.queue_panel import (
    FootView,
    Summary,
    banner,
    empty_text,
    foot,
    is_stale,
    shown_now,
    summary,
)
from cti_desk.desktop.presenters.queue_rows import Head, QueueRows, Wish
from cti_desk.desktop.presenters.queues import Level, Scene
from scripts.queue_situations import BILLING, COUNTED, FIGURES, NAMED, OFFICE, READ, SUPPORT, aged
from scripts.situations import NOW, READY, UP

ALL = QueueOptions()
LOST = Link(LinkState.DOWN, NOW - 23, lost_at=NOW - 23)


def scene(
    link: Link = UP,
    queues: tuple[Queue, ...] = OFFICE,
    table: CapabilityTable = NAMED,
    options: QueueOptions = ALL,
) -> Scene:
    return Scene(Snapshot(link, READY, queues=queues), table, options, NOW)


def head(queue: Queue) -> Head:
    snapshot = Snapshot(UP, READY, queues=(queue,))
    ((row, *_),) = QueueRows().blocks(snapshot, NAMED, Wish(), QueueOptions())
    assert isinstance(row, Head)
    return row


def test_times_stand_still_while_the_link_is_down() -> None:
    assert shown_now(Snapshot(UP), NOW) == NOW
    assert shown_now(Snapshot(LOST), NOW) == NOW - 23
    assert shown_now(Snapshot(Link()), NOW) == NOW
    assert [is_stale(Snapshot(link)) for link in (UP, LOST, Link())] == [False, True, True]


def test_what_is_old_says_when_it_was_so() -> None:
    time = f"{datetime.fromtimestamp(NOW - 23):%H:%M:%S}"
    assert banner(scene(LOST)) == f"The link is lost. You see what was known at {time}."
    assert banner(scene(Link())) == "Not connected: what you see may be old."
    assert banner(scene()) == ""
    assert banner(scene(LOST, queues=())) == ""


def test_figures_that_nobody_announces_say_so() -> None:
    said = banner(scene(queues=FIGURES, table=COUNTED))
    words = "InstantVoice does not tell when figures change, so they are read every few seconds."
    assert said == words


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (scene(), "No queue, caller or member fits “zz”."),
        (
            scene(queues=(BILLING,), options=QueueOptions(show="own")),
            "You are in none of the queues. The settings show only your own.",
        ),
        (
            scene(options=QueueOptions(only=("x",))),
            "None of the queues named in the settings is known.",
        ),
        (scene(LOST, queues=()), "Not connected: no queue is known yet."),
        (
            scene(queues=(), table=replace(COUNTED, unknowable=("queues",))),
            "InstantVoice does not let this profile read its queues.",
        ),
        (scene(queues=()), "You are in no queue."),
    ],
)
def test_an_empty_list_says_why(made: Scene, text: str) -> None:
    assert empty_text(made, " zz ") == text


def test_the_foot_says_the_membership_and_why_it_is_fixed() -> None:
    assert foot(None, scene()) == FootView()
    mine = foot(head(SUPPORT), scene())
    assert (mine.text, mine.toggle.words, mine.name) == ("You are in Support.", "Leave", "Support")
    assert foot(head(BILLING), scene()).text == "You are not in Billing."
    unknown = foot(head(replace(BILLING, member=None)), scene())
    assert unknown.text == "Whether you are in Billing is not known."
    fixed = foot(head(SUPPORT), scene(table=COUNTED))
    assert fixed.text == "You are in Support. Your queues are set by your administrator."
    assert fixed.toggle.command is None


def test_the_summary_counts_and_names_the_worst() -> None:
    def told(*queues: Queue, options: QueueOptions = ALL) -> Summary | None:
        return summary(Snapshot(UP, READY, queues=queues), options, NOW)

    assert told() is None
    assert told(*OFFICE, options=QueueOptions(only=("none",))) is None
    assert told(BILLING) == Summary("Queues")
    assert told(SUPPORT) == Summary("Queues: 3 waiting, long", Level.WARNING)
    assert told(*OFFICE) == Summary("Queues: 15 waiting, too many", Level.ALARM)
    assert told(*FIGURES) == Summary("Queues: 4 waiting")
    calm = QueueOptions(waiting_alarm=0, waiting_warning=0, wait_warning_s=0, wait_alarm_s=0)
    assert told(*OFFICE, options=calm) == Summary("Queues: 15 waiting")


def test_the_summary_of_figures_that_were_read_says_when_and_alarms_only_while_fresh() -> None:
    time = f"{datetime.fromtimestamp(NOW - 4):%H:%M}"
    fresh = summary(Snapshot(UP, READY, queues=READ), ALL, NOW)
    assert fresh == Summary(f"Queues: 4 waiting at {time}, long", Level.WARNING)
    time = f"{datetime.fromtimestamp(NOW - 154):%H:%M}"
    old = summary(Snapshot(UP, READY, queues=aged(150)), ALL, NOW)
    assert old == Summary(f"Queues: 4 waiting at {time}")
