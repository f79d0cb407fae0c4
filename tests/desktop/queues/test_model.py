"""A change is told of the rows it changes, and of no others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from cti_desk.core.model import AgentState, Queue, QueueMember, Snapshot, Waiting
from cti_desk.desktop.options import QueueOptions
from cti_desk.desktop.presenters.queue_rows import SORTS, Head, QueueRows, Sort, Wish
from cti_desk.desktop.presenters.queues import Scene
from cti_desk.desktop.queues.model import QueueModel
from scripts.queue_situations import BILLING, NAMED, OFFICE, RUI, SUPPORT, company
from scripts.situations import NOW, READY, UP

Told = tuple[str, int, int]


class Rig:
    """A model that is watched by Qt's own checker, and what it tells."""

    def __init__(self) -> None:
        self.model, self.rows = QueueModel(), QueueRows()
        self.told: list[Told] = []
        fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
        self.tester = QAbstractItemModelTester(self.model, fatal)
        self.model.rowsInserted.connect(self._tells("insert"))
        self.model.rowsRemoved.connect(self._tells("remove"))
        self.model.dataChanged.connect(
            lambda first, last: self.told.append(("change", first.row(), last.row()))
        )

    def _tells(self, word: str) -> Callable[[QModelIndex, int, int], None]:
        return lambda _parent, first, last: self.told.append((word, first, last))

    def show(self, *queues: Queue, **wish: Any) -> list[Told]:
        """Show these queues; return what the model told."""
        snapshot = Snapshot(UP, READY, queues=queues)
        blocks = self.rows.blocks(snapshot, NAMED, Wish(**wish), QueueOptions())
        self.told = []
        self.model.scene = Scene(snapshot, NAMED, QueueOptions(), NOW)
        self.model.show(blocks)
        shown = [self.model.row(number) for number in range(self.model.rowCount())]
        assert shown == [row for block in blocks for row in block]
        return self.told

    def title(self, number: int) -> object:
        return self.model.data(self.model.index(number))


@pytest.fixture
def rig(qapp: QApplication) -> Rig:
    made = Rig()
    made.show(SUPPORT, BILLING)
    return made


def changed(**more: Any) -> Queue:
    """Support with one member in another state."""
    assert SUPPORT.members is not None
    members = tuple(
        replace(member, **more) if member is RUI else member for member in SUPPORT.members
    )
    return replace(SUPPORT, members=members)


def test_the_same_again_tells_nothing(rig: Rig) -> None:
    assert rig.show(SUPPORT, BILLING) == []


def test_a_members_state_changes_their_row_and_the_queues_figures(rig: Rig) -> None:
    rui = 8
    assert rig.title(rui) == "Rui Alves"
    assert rig.show(changed(state=AgentState.READY), BILLING) == [
        ("change", 0, 0),
        ("change", 8, 8),
    ]
    assert rig.show(changed(state=AgentState.READY, since=NOW), BILLING) == [("change", 8, 8)]


def test_a_caller_comes_and_goes_as_one_row(rig: Rig) -> None:
    assert SUPPORT.waiting is not None
    more = replace(SUPPORT, waiting=(*SUPPORT.waiting, Waiting("61", NOW, None, "w9")))
    assert rig.show(more, BILLING) == [("insert", 4, 4), ("change", 0, 0)]
    fewer = replace(more, waiting=more.waiting[1:] if more.waiting else ())
    assert rig.show(fewer, BILLING) == [("remove", 1, 1), ("change", 0, 0)]


def test_a_name_that_comes_later_changes_one_row(rig: Rig) -> None:
    assert SUPPORT.waiting is not None
    named = replace(SUPPORT.waiting[1], name="Ana")
    told = rig.show(replace(SUPPORT, waiting=(SUPPORT.waiting[0], named, SUPPORT.waiting[2])))
    assert ("change", 2, 2) in told
    assert [each for each in told if each[0] == "insert"] == []


def test_a_queue_opens_and_closes_in_one_step(rig: Rig) -> None:
    told = rig.show(SUPPORT, BILLING, turned=frozenset({"7012"}))
    assert told == [("remove", 1, 8), ("change", 0, 0)]
    assert rig.show(SUPPORT, BILLING) == [("insert", 1, 8), ("change", 0, 0)]


def test_queues_come_go_and_move_whole(rig: Rig) -> None:
    told = rig.show(*OFFICE)
    assert told == [("insert", 0, 13), ("insert", 24, 24)]
    assert rig.show(SUPPORT, BILLING) == [("remove", 24, 24), ("remove", 0, 13)]
    joined = replace(BILLING, member=True)
    told = rig.show(SUPPORT, joined)
    assert [word for word, *_ in told].count("remove") == 1
    assert rig.title(0) == "Billing"


def test_one_change_among_thousands_is_one_row(rig: Rig) -> None:
    queues = list(company(50, 2000, 500))
    turned = frozenset(queue.id for queue in queues if not queue.member)
    rig.show(*queues, turned=turned)
    assert rig.model.rowCount() == 2550
    members = queues[30].members
    assert members is not None
    queues[30] = replace(queues[30], members=(replace(members[0], since=NOW), *members[1:]))
    assert [word for word, *_ in rig.show(*queues, turned=turned)] == ["change"]


def test_a_row_is_found_by_its_key_and_knows_its_queue(rig: Rig) -> None:
    for number in range(rig.model.rowCount()):
        assert rig.model.place(rig.model.row(number).key) == number
    assert rig.model.place("nowhere") == -1
    head = rig.model.head_of(5)
    assert isinstance(head, Head)
    assert head is rig.model.row(0)
    assert rig.model.head_of(-1) is rig.model.head_of(99) is None


def test_each_row_has_words_for_people_and_for_screen_readers(rig: Rig) -> None:
    first = rig.model.index(1)
    roles = Qt.ItemDataRole
    assert rig.model.data(first) == "Maria Souza"
    spoken = rig.model.data(first, roles.AccessibleTextRole)
    assert spoken == "Maria Souza, +55 21 98765-4321, 1:12, long"
    assert rig.model.data(first, roles.DecorationRole) is None
    assert rig.model.data(rig.model.index(99)) is None


PEOPLE = st.lists(
    st.builds(
        lambda number, state: QueueMember(f"u{number}", state=state),
        st.integers(0, 9),
        st.sampled_from([AgentState.READY, AgentState.BUSY]),
    ),
    max_size=6,
    unique_by=lambda member: member.agent_id,
)
CALLERS = st.lists(
    st.builds(
        lambda number, since: Waiting(f"6{number}", float(since), id=f"w{number}"),
        st.integers(0, 9),
        st.integers(0, 4),
    ),
    max_size=6,
    unique_by=lambda waiting: waiting.id,
)
QUEUES = st.lists(
    st.builds(
        lambda number, member, waiting, members: Queue(
            f"q{number}", member=member, waiting=tuple(waiting), members=tuple(members)
        ),
        st.integers(0, 5),
        st.booleans(),
        CALLERS,
        PEOPLE,
    ),
    max_size=5,
    unique_by=lambda queue: queue.id,
)


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(QUEUES, st.sampled_from(SORTS), st.booleans(), st.sampled_from(["", "u1", "6"])),
        max_size=6,
    )
)
def test_whatever_follows_whatever_the_model_shows_it(
    steps: list[tuple[list[Queue], Sort, bool, str]],
) -> None:
    rig = Rig()
    for queues, sort, by_state, search in steps:
        rig.show(*queues, sort=sort, by_state=by_state, search=search)
