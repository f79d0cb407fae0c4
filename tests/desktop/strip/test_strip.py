from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cti_desk.core.model import Remote, Snapshot
from cti_desk.desktop.options import DesktopOptions
from cti_desk.desktop.presenters.strip import strip_view
from cti_desk.desktop.shown_desk import ShownDesk
from cti_desk.desktop.strip.strip import Strip
from cti_desk.desktop.theme import STRIP, Theme
from cti_desk.desktop.widgets.breath import Breath
from scripts.situations import BUSY, MARIA, NOW, READY, SALES, TABLE, UP, Actions, Forgetful


@pytest.fixture
def strip(
    theme: Theme, actions: Actions, memory: Forgetful, still: Breath, qapp: QApplication
) -> Iterator[Strip]:
    memory.set("strip.place", {"right": 780, "top": 100, "dock": "free", "screen": ""})
    made = Strip(theme, actions, memory, DesktopOptions(), still, ShownDesk())
    show(made, Snapshot(UP, READY))
    made.show()
    yield made
    made.hide()
    made.deleteLater()


def show(strip: Strip, snapshot: Snapshot) -> None:
    strip.show_view(strip_view(snapshot, TABLE, NOW))


def field_on_screen(strip: Strip) -> QPoint:
    strip.row._row.activate()
    return strip.row.dial.mapToGlobal(QPoint(0, 0))


def test_it_is_as_high_as_the_look_says_and_named_for_the_task_bar(strip: Strip) -> None:
    assert strip.height() == strip.theme.px(STRIP)
    assert strip.windowTitle() == "CTI Desk – Ready"


def test_a_call_never_moves_or_clears_what_is_being_typed(strip: Strip, qtbot: QtBot) -> None:
    qtbot.keyClicks(strip.row.dial.edit, "219")
    before, width = field_on_screen(strip), strip.width()
    show(strip, Snapshot(UP, READY, (replace(MARIA, remote=Remote("6100"), queue=None),)))
    assert strip.width() > width
    assert field_on_screen(strip) == before
    assert strip.row.dial.text() == "219"


def test_it_shrinks_again_when_the_calls_are_gone(strip: Strip) -> None:
    before = strip.geometry()
    show(strip, Snapshot(UP, BUSY, (MARIA,)))
    show(strip, Snapshot(UP, READY))
    assert strip.geometry() == before


def test_many_calls_fold_before_the_strip_leaves_the_screen(strip: Strip) -> None:
    calls = tuple(replace(SALES, id=f"c{number}") for number in range(12))
    show(strip, Snapshot(UP, BUSY, calls))
    assert strip.placer.area().contains(strip.geometry())
    assert not strip.row.calls.fold.isHidden()


def test_a_message_opens_beneath_and_the_row_stays(strip: Strip) -> None:
    before = field_on_screen(strip)
    strip.bar.say("failure", "Not dialled: the telephone system cannot be reached.")
    assert strip.height() > strip.theme.px(STRIP)
    assert field_on_screen(strip) == before
    assert not strip.grab().isNull()
    strip.bar.clear()
    assert strip.height() == strip.theme.px(STRIP)


def test_at_the_lower_edge_a_message_opens_above(strip: Strip) -> None:
    strip.dock_to("bottom")
    before = field_on_screen(strip)
    strip.bar.say("notice", "The settings have changed.")
    assert field_on_screen(strip) == before
    assert strip.bar.geometry().bottom() < strip.row.geometry().top()
    assert strip.row.dial.above
    assert strip.dock() == "bottom"
    assert not strip.grab().isNull()


def test_on_top_is_remembered(strip: Strip, memory: Forgetful) -> None:
    assert strip.is_on_top()
    strip.keep_on_top(False)
    assert not strip.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert strip.isVisible()
    assert memory.get("strip.on_top") is False


def test_closing_it_is_never_quitting(strip: Strip) -> None:
    strip.can_hide = lambda: True
    strip.close()
    assert not strip.isVisible()
    strip.raise_strip()
    assert strip.isVisible()


def test_without_a_tray_it_is_minimised_and_never_out_of_reach(strip: Strip, qtbot: QtBot) -> None:
    assert strip.close(), "a refused close would keep the program from ending"
    qtbot.waitUntil(strip.isMinimized)
    strip.raise_strip()
    assert not strip.isMinimized()


def test_dragging_it_is_remembered(strip: Strip, memory: Forgetful) -> None:
    strip.move(40, 50)
    strip._drag.moved.emit()
    assert memory.get("strip.place")["top"] == 50
    assert strip.pos() == QPoint(40, 50)


def test_a_mark_is_explained_in_the_strip(strip: Strip) -> None:
    strip.row.marks.link.click()
    assert strip.bar.text() == "Connected to InstantVoice."


def test_every_control_has_a_name_a_role_and_the_keyboard(strip: Strip) -> None:
    show(strip, Snapshot(replace(UP, marks=("The link is not encrypted.",)), BUSY, (MARIA,)))
    controls: list[QWidget] = [
        *strip.findChildren(QAbstractButton),
        *strip.findChildren(QLineEdit),
    ]
    roles = {QAccessible.Role.Button, QAccessible.Role.EditableText}
    for control in controls:
        interface = QAccessible.queryAccessibleInterface(control)
        assert interface.role() in roles
        if control.isVisible():
            assert interface.text(QAccessible.Text.Name)
            assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_other_options_are_followed(strip: Strip) -> None:
    strip.use(DesktopOptions(always_on_top=False, failure_s=3))
    assert not strip.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert strip.bar._timer.interval() == 3000


@pytest.mark.parametrize("theme_name", ["light", "dark"])
def test_it_follows_the_theme(strip: Strip, theme_name: str) -> None:
    strip.theme.use(theme_name)  # type: ignore[arg-type]
    centre = strip.grab().toImage().pixelColor(2, strip.height() // 2)
    assert centre == strip.theme.colours.window
