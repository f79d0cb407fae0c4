from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from pytestqt.qtbot import QtBot

from cti_desk.core.model import Call, Snapshot
from cti_desk.desktop.presenters.calls import CallView, call_views
from cti_desk.desktop.strip.call_entry import CallEntry
from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.breath import Breath
from scripts.situations import MARIA, NOW, RINGING, TABLE, Actions


def view(call: Call, now: float = NOW) -> CallView:
    return call_views(Snapshot(calls=(call,)), TABLE, now, crm=True)[0]


@pytest.fixture
def entry(theme: Theme, actions: Actions, still: Breath) -> Iterator[CallEntry]:
    made = CallEntry(theme, actions, still)
    made.show_view(view(MARIA))
    made.show()
    yield made
    made.close()


def test_an_entry_says_who_from_where_and_how_long(entry: CallEntry) -> None:
    assert entry.accessibleName() == entry.toolTip() == view(MARIA).spoken
    assert entry._who.full_text() == "Maria Souza"
    assert entry._status.full_text() == "02:17"
    assert [button.accessibleName() for button in entry.buttons()] == ["Transfer", "Hang up"]


def test_buttons_live_on_while_the_clock_runs(entry: CallEntry) -> None:
    before = entry.buttons()
    entry.show_view(view(MARIA, NOW + 1))
    assert entry.buttons() is before
    entry.show_view(view(RINGING))
    assert [button.accessibleName() for button in entry.buttons()] == ["Reject"]
    assert entry._hint.full_text() == "Answer on your telephone"


def test_a_button_says_which_call(entry: CallEntry) -> None:
    pressed: list[tuple[str, str]] = []
    entry.pressed.connect(lambda call, button: pressed.append((call, button.label)))
    entry.buttons()[1].click()
    assert pressed == [(MARIA.id, "Hang up")]


def test_a_field_takes_the_buttons_place_and_gives_it_back(entry: CallEntry) -> None:
    resized: list[int] = []
    entry.resized.connect(lambda: resized.append(entry.width_needed()))
    resting = entry.width_needed()
    entry.open_field(view(MARIA).buttons[0])
    assert entry.field is not None
    assert all(button.isHidden() for button in entry.buttons())
    entry.close_field()
    entry.close_field()
    assert entry.field is None
    assert not any(button.isHidden() for button in entry.buttons())
    assert resized[0] > resting
    assert resized[1:] == [resting]


def test_changing_buttons_leave_an_open_field_alone(entry: CallEntry) -> None:
    field = entry.open_field(view(MARIA).buttons[0])
    field.number.edit.setText("61")
    entry.show_view(view(replace(MARIA, id_source="derived")))
    assert entry.field is field
    assert field.number.text() == "61"
    assert all(button.isHidden() for button in entry.buttons())


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Menu])
def test_everything_is_reached_by_keyboard(entry: CallEntry, qtbot: QtBot, key: Qt.Key) -> None:
    pressed: list[str] = []
    entry.pressed.connect(lambda call, button: pressed.append(button.label))
    qtbot.keyClick(entry, key)
    assert entry._menu is not None
    lines = [one for one in entry._menu.actions() if not one.isSeparator()]
    assert [line.text() for line in lines] == ["Transfer", "Hang up", "Open in CRM"]
    lines[2].trigger()
    entry._menu.close()
    assert pressed == ["Open in CRM"]


def test_the_keyboard_is_seen_on_the_entry(entry: CallEntry) -> None:
    resting = entry.grab().toImage()
    reason = Qt.FocusReason.TabFocusReason
    entry.setFocus(reason)
    entry.focusInEvent(QFocusEvent(QFocusEvent.Type.FocusIn, reason))
    assert not entry.hasFocus() or entry.grab().toImage() != resting


def test_return_in_the_field_opens_no_menu(entry: CallEntry, qtbot: QtBot) -> None:
    field = entry.open_field(view(MARIA).buttons[0])
    submitted: list[str] = []
    field.submitted.connect(lambda button, text: submitted.append(text))
    qtbot.keyClicks(field.number.edit, "6100")
    qtbot.keyClick(field.number.edit, Qt.Key.Key_Return)
    assert submitted == ["6100"]
    assert entry._menu is None
