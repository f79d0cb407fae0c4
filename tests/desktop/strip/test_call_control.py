from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication, QWidget

from cti_desk.core import commands
from cti_desk.core.model import AgentState, Call, Snapshot
from cti_desk.desktop.presenters.strip import strip_view
from cti_desk.desktop.shown_desk import DeskState, ShownDesk
from cti_desk.desktop.strip.call_control import CallControl
from cti_desk.desktop.strip.message_bar import MessageBar
from cti_desk.desktop.strip.row import Row
from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.breath import Breath
from cti_desk.desktop.widgets.buttons import TextButton
from scripts.situations import BUSY, MARIA, NOW, READY, SALES, TABLE, UP, Actions

OUT = replace(READY, state=AgentState.LOGGED_OUT, underlying=AgentState.LOGGED_OUT)


class Rig:
    """A row, a bar and their control, as the strip puts them together."""

    def __init__(self, theme: Theme, actions: Actions, still: Breath) -> None:
        self.window = QWidget()
        self.actions = actions
        self.row = Row(theme, actions, still, self.window)
        self.bar = MessageBar(theme, 15, self.window)
        self._desk = ShownDesk()
        self.control = CallControl(self.row, self.bar, actions, self._desk)
        self.show(Snapshot(UP, READY))
        self.window.show()

    def show(self, snapshot: Snapshot) -> None:
        self._desk.show(DeskState(snapshot, TABLE, NOW))
        self.control.update()
        self.row.show_view(strip_view(snapshot, TABLE, NOW), None)
        self.row.calls.fit(3000)

    def press(self, call: Call, number: int) -> None:
        entry = self.row.calls.entry(call.id)
        assert entry is not None
        entry.buttons()[number].click()

    def type(self, call: Call, text: str) -> None:
        entry = self.row.calls.entry(call.id)
        assert entry is not None
        assert entry.field is not None
        entry.field.number.edit.setText(text)
        entry.field.number.submitted.emit(text)


@pytest.fixture
def rig(theme: Theme, actions: Actions, still: Breath, qapp: QApplication) -> Iterator[Rig]:
    made = Rig(theme, actions, still)
    yield made
    made.window.close()


def test_what_was_dialled_leaves_the_field_and_returns_when_it_failed(rig: Rig) -> None:
    dial = rig.row.dial
    dial.edit.setText("6100")
    dial.submitted.emit("6100")
    assert rig.actions.done == [("dial", "6100")]
    assert dial.text() == ""
    rig.control.give_back()
    assert dial.text() == "6100"


def test_what_is_being_typed_is_never_replaced(rig: Rig) -> None:
    rig.row.dial.submitted.emit("6100")
    rig.row.dial.edit.setText("some")
    rig.control.give_back()
    assert rig.row.dial.text() == "some"


def test_a_text_that_is_no_number_is_not_dialled(rig: Rig) -> None:
    rig.row.dial.edit.setText("nobody")
    rig.row.dial.submitted.emit("nobody")
    assert rig.actions.done == []
    assert rig.bar.text() == "Not dialled: “nobody” is no number, and no contact fits."
    assert rig.row.dial.text() == "nobody"


def test_a_number_that_cannot_be_dialled_says_why(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    why = "“6100, 6101” holds more than one number: choose one of them."
    monkeypatch.setattr(rig.actions, "dial_problem", lambda text: why)
    rig.row.dial.submitted.emit("6100, 6101")
    assert rig.actions.done == []
    assert rig.bar.text() == f"Not dialled: {why}"


def test_without_a_login_nothing_is_dialled_and_why_is_said(rig: Rig) -> None:
    rig.show(Snapshot(UP, OUT))
    rig.row.dial.submitted.emit("6100")
    assert rig.actions.done == []
    assert rig.bar.text() == "You are not logged in."


def test_a_plain_button_acts_at_once(rig: Rig) -> None:
    rig.show(Snapshot(UP, BUSY, (MARIA,)))
    rig.press(MARIA, 1)
    assert rig.actions.done == [(commands.ClearCall(MARIA.id),)]


def test_a_transfer_asks_for_the_number_inside_the_strip(rig: Rig) -> None:
    rig.show(Snapshot(UP, BUSY, (MARIA,)))
    rig.press(MARIA, 0)
    rig.type(MARIA, "6100")
    assert rig.actions.done == [("transfer", MARIA.id, "6100", False)]
    entry = rig.row.calls.entry(MARIA.id)
    assert entry is not None
    assert entry.field is None


def test_the_number_typed_last_is_offered_again(rig: Rig) -> None:
    rig.show(Snapshot(UP, BUSY, (MARIA,)))
    rig.press(MARIA, 0)
    rig.type(MARIA, "6100")
    rig.press(MARIA, 0)
    entry = rig.row.calls.entry(MARIA.id)
    assert entry is not None
    assert entry.field is not None
    assert entry.field.number.edit.selectedText() == "6100"
    rig.show(Snapshot(UP, READY))
    rig.show(Snapshot(UP, BUSY, (MARIA,)))
    rig.press(MARIA, 0)
    again = rig.row.calls.entry(MARIA.id)
    assert again is not None
    assert again.field is not None
    assert again.field.number.text() == ""


def test_a_transfer_of_several_calls_is_asked_about(rig: Rig) -> None:
    other = replace(MARIA, id="2", remote=SALES.remote)
    rig.show(Snapshot(UP, BUSY, (MARIA, other)))
    for answer, done in ((1, []), (0, [("transfer", MARIA.id, "6100", True)])):
        rig.press(MARIA, 0)
        rig.type(MARIA, "6100")
        assert "transfers all your calls together" in rig.bar.text()
        rig.bar.findChildren(TextButton)[-2:][answer].click()
        assert rig.actions.done == done


def test_a_call_that_is_gone_takes_no_press(rig: Rig) -> None:
    rig.show(Snapshot(UP, BUSY, (MARIA,)))
    entry = rig.row.calls.entry(MARIA.id)
    assert entry is not None
    transfer = entry.buttons()[0].about
    rig.show(Snapshot(UP, READY))
    rig.control.press(MARIA.id, transfer)  # type: ignore[arg-type]
    assert rig.actions.done == []
