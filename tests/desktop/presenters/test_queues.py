"""What a row of the panel says, and how far beyond the usual it is."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from cti_desk.core import commands
from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.model import AgentState, Link, LinkState, Queue, QueueMember, Snapshot, Waiting
from cti_desk.desktop.options import QueueOptions
from cti_desk.desktop.presenters.queue_rows import Caller, Figures, Head, Member, Note, QueueRows
from cti_desk.desktop.presenters.queue_rows import Wish as Wanted
from cti_desk.desktop.presenters.queues import (
    Cell,
    Level,
    RowView,
    Scene,
    Toggle,
    count_cell,
    figures_text,
    member_line,
    row_view,
    ticking,
    wait_cell,
)
from cti_desk.desktop.presenters.state import Symbol
from scripts.queue_situations import (
    BILLING,
    COUNTED,
    JOAO,
    LEO,
    ME,
    NAMED,
    READ,
    RUI,
    SALES,
    SUPPORT,
    aged,
)
from scripts.situations import NOW, READY, TABLE, UP

SCENE = Scene(Snapshot(UP, READY), NAMED, QueueOptions(), NOW)


def head(queue: Queue) -> Head:
    snapshot = Snapshot(UP, READY, queues=(queue,))
    ((row, *_),) = QueueRows().blocks(snapshot, NAMED, Wanted(), QueueOptions())
    assert isinstance(row, Head)
    return row


def view(queue: Queue, scene: Scene = SCENE) -> RowView:
    return row_view(head(queue), scene)


def test_a_queue_says_its_figures_with_words_for_what_is_too_much() -> None:
    shown = view(SALES)
    assert (shown.title, shown.line) == ("Sales", "0 ready · 1 paused · 1 on a call · you: Lunch")
    assert shown.symbol is Symbol.NOT_READY
    assert shown.figure == Cell("11 waiting", "too many", Level.ALARM)
    assert shown.time == Cell("4:22", "too long", Level.ALARM)
    assert shown.spoken == (
        "Sales, 0 ready · 1 paused · 1 on a call · you: Lunch, 11 waiting, too many, "
        "4:22, too long, expanded"
    )


def test_a_quiet_queue_has_no_time_and_needs_no_clock() -> None:
    shown = view(BILLING)
    assert shown.figure == Cell("0 waiting")
    assert shown.time == Cell()
    assert ticking(head(BILLING)) == "no"
    assert shown.symbol is None
    assert shown.spoken.endswith("0 waiting, collapsed")


@pytest.mark.parametrize(
    ("count", "cell"),
    [
        (None, Cell()),
        (0, Cell("0 waiting")),
        (4, Cell("4 waiting")),
        (5, Cell("5 waiting", "many", Level.WARNING)),
        (9, Cell("9 waiting", "many", Level.WARNING)),
        (10, Cell("10 waiting", "too many", Level.ALARM)),
    ],
)
def test_how_many_are_many(count: int | None, cell: Cell) -> None:
    assert count_cell(count, QueueOptions()) == cell


@pytest.mark.parametrize(
    ("seconds", "cell"),
    [
        (None, Cell()),
        (-3, Cell("0:00")),
        (59.9, Cell("0:59")),
        (60, Cell("1:00", "long", Level.WARNING)),
        (179, Cell("2:59", "long", Level.WARNING)),
        (3723, Cell("1:02:03", "too long", Level.ALARM)),
    ],
)
def test_how_long_is_long(seconds: float | None, cell: Cell) -> None:
    assert wait_cell(seconds, QueueOptions()) == cell


def test_a_limit_of_zero_is_none() -> None:
    off = QueueOptions(waiting_warning=0, waiting_alarm=0, wait_warning_s=0, wait_alarm_s=0)
    assert count_cell(99, off).level is wait_cell(9999, off).level is Level.CALM
    only_alarm = replace(off, waiting_alarm=2)
    assert [count_cell(count, only_alarm).level for count in (1, 2)] == [Level.CALM, Level.ALARM]


@pytest.mark.parametrize(
    ("figures", "text"),
    [
        (Figures(), ""),
        (Figures(0), "0 ready"),
        (Figures(3, 1, 2), "3 ready · 1 paused · 2 on calls"),
        (Figures(1, 0, 1, 1), "1 ready · 1 on a call · 1 after a call"),
        (Figures(None, 4), "4 paused"),
    ],
)
def test_figures_in_words(figures: Figures, text: str) -> None:
    assert figures_text(figures) == text


@pytest.mark.parametrize(
    ("waiting", "title", "line"),
    [
        (Waiting("61", NOW - 9, "Maria Souza"), "Maria Souza", "61"),
        (Waiting("61", NOW - 9), "61", ""),
        (Waiting(None, NOW - 9), "Unknown number", ""),
    ],
)
def test_a_caller_is_a_name_or_a_number(waiting: Waiting, title: str, line: str) -> None:
    row = Caller("k", "7012", waiting)
    shown = row_view(row, SCENE)
    assert (shown.title, shown.line, shown.time.text) == (title, line, "0:09")
    assert ticking(row) == shown.ticking == "seconds"


def test_a_member_says_state_pause_and_since_when() -> None:
    mine = row_view(Member("k", "7012", ME, me=True), SCENE)
    assert (mine.title, mine.line, mine.time.text) == ("Ana Lima (you)", "Ready", "12 min")
    assert mine.symbol is Symbol.READY
    behind = row_view(Member("k", "7012", LEO), SCENE)
    assert behind.line == "On a call · paused"
    unnamed = Member("k", "7012", QueueMember("default_1009"))
    assert row_view(unnamed, SCENE).title == "default_1009"
    assert (ticking(unnamed), ticking(Member("k", "1", RUI))) == ("no", "minutes")


def test_a_pause_is_called_by_its_reason() -> None:
    paused = replace(LEO, state=AgentState.NOT_READY)
    assert member_line(paused, TABLE) == "Lunch"
    assert member_line(replace(paused, reason=None), TABLE) == "Not ready"


def test_a_note_is_only_a_sentence() -> None:
    note = Note("k", "7012", "Who waits is not known now")
    assert row_view(note, SCENE).spoken == note.text
    assert ticking(note) == "no"


def toggled(queue: Queue, **scene: object) -> Toggle:
    values = {name: getattr(SCENE, name) for name in SCENE.__struct_fields__}
    return view(queue, Scene(**{**values, **scene})).toggle


def test_one_joins_and_leaves_where_that_is_offered() -> None:
    assert toggled(SUPPORT) == Toggle("Leave", commands.LeaveQueue("7012"))
    assert toggled(BILLING) == Toggle("Join", commands.JoinQueue("7014"))


def test_what_was_asked_waits_to_be_confirmed() -> None:
    assert toggled(BILLING, asked={"7014": "join"}) == Toggle("Joining…")
    assert toggled(SUPPORT, asked={"7012": "leave"}) == Toggle("Leaving…")


def test_without_the_right_the_reason_is_said() -> None:
    why = "Your queues are set by your administrator."
    assert toggled(SUPPORT, table=COUNTED) == Toggle("Member", why=why)
    assert toggled(BILLING, table=COUNTED) == Toggle("", why=why)
    assert "no such function" in toggled(SUPPORT, table=CapabilityTable("X")).why


def test_without_a_link_nothing_is_offered() -> None:
    lost = Snapshot(Link(LinkState.DOWN), READY)
    why = "There is no link to the telephone system."
    assert toggled(SUPPORT, snapshot=lost) == Toggle("Member", why=why)
    assert toggled(BILLING, snapshot=lost) == Toggle("", why=why)


def test_a_vendor_that_only_cannot_be_heard_still_acts() -> None:
    deaf = Snapshot(Link(LinkState.DOWN, can_act=True), READY)
    assert toggled(BILLING, snapshot=deaf) == Toggle("Join", commands.JoinQueue("7014"))


def test_figures_that_were_read_are_shown_with_service_level_and_longest_wait() -> None:
    shown = view(READ[0])
    assert shown.line == "3 ready · 1 paused · 2 on calls · 85 % in 30 s"
    assert (shown.figure.text, shown.figure.word) == ("4 waiting", "")
    assert shown.time == Cell("1:12", "long", Level.WARNING)
    assert shown.ticking == "seconds"  # it may become old while somebody looks


def test_old_figures_stand_still_show_their_age_and_alarm_nobody() -> None:
    shown = view(aged(150)[0])
    assert shown.figure == Cell("4 waiting", "3 min old")
    assert shown.time == Cell("1:08")  # when it was read
    assert view(aged(60)[0]).figure.word == "1 min old"
    assert view(aged(12)[0]).figure.word == "16 s old"
    assert view(replace(READ[0], read_at=NOW + 3600)).figure.word == "old"
    assert view(replace(aged(150)[0], waiting_count=None)).figure == Cell("", "3 min old")


def test_a_member_that_was_read_long_ago_says_so() -> None:
    fresh, old = (
        row_view(Member("k", "7012", replace(JOAO, read_at=NOW - age)), SCENE) for age in (50, 90)
    )
    assert fresh.time == Cell("21 min")
    assert old.time == Cell("19 min", "2 min old")
    assert ticking(Member("k", "7012", QueueMember("a", read_at=NOW))) == "minutes"
