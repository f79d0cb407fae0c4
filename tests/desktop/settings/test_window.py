from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cti_desk.desktop.settings.port import Entry
from cti_desk.desktop.settings.window import SettingsWindow
from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.buttons import TextButton
from cti_desk.desktop.widgets.paragraph import Paragraph
from scripts.form_situations import SettingsForm

AREA = QRect(0, 0, 1200, 800)
PORT = ("profiles", "office", "port")
Open = Callable[[], SettingsWindow]


@pytest.fixture
def port() -> SettingsForm:
    return SettingsForm()


@pytest.fixture
def opened(theme: Theme, port: SettingsForm) -> Iterator[Open]:
    windows: list[SettingsWindow] = []

    def open_one() -> SettingsWindow:
        window = SettingsWindow(theme, port)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        window.open_on(AREA)
        windows.append(window)
        return window

    yield open_one
    for window in windows:
        window.close_for_good()
        window.deleteLater()


def words(window: SettingsWindow) -> str:
    return " ".join(each.text() for each in window.findChildren(Paragraph))


def button(window: SettingsWindow, label: str) -> TextButton:
    return next(each for each in window.findChildren(TextButton) if each.text() == label)


def test_it_opens_with_the_keyboard_in_the_middle_of_the_screen(opened: Open) -> None:
    window = opened()
    assert window.form is not None
    assert window.focusWidget() is window.form.telephone.bar.choice
    assert abs(window.geometry().center().x() - AREA.center().x()) <= 4  # a frame, perhaps
    assert not window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


def test_escape_closes_and_asks_about_what_is_not_saved(
    opened: Open, port: SettingsForm, qtbot: QtBot
) -> None:
    window = opened()
    assert window.form is not None
    window.form.model.set(PORT, 4)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.isVisible()
    assert not window.form.foot.discard_button.isHidden()
    closed: list[int] = []
    window.closed.connect(lambda: closed.append(1))
    window.form.foot.discard_button.click()
    assert not window.isVisible()
    assert (closed, port.closed) == ([1], True)


def test_closing_ends_a_trial(opened: Open, port: SettingsForm) -> None:
    window = opened()
    assert window.form is not None
    window.form.telephone.trial.button.click()
    assert port.running
    window.close()
    assert not port.running


def test_a_password_stands_before_it(opened: Open, port: SettingsForm, qtbot: QtBot) -> None:
    port.entry_is = Entry(password=True)
    window = opened()
    assert window.form is None
    assert window.gate is not None
    assert window.focusWidget() is window.gate.edit
    window.file_changed()
    low = window.height()
    qtbot.keyClicks(window.gate.edit, "sesame")
    qtbot.keyClick(window.gate.edit, Qt.Key.Key_Return)
    assert window.form is not None
    assert window.height() > low


def test_who_does_not_know_the_password_goes(opened: Open, port: SettingsForm) -> None:
    port.entry_is = Entry(password=True)
    window = opened()
    assert window.gate is not None
    window.gate.cancel.click()
    assert not window.isVisible()


def test_what_the_administrator_forbids_is_said(opened: Open, port: SettingsForm) -> None:
    port.entry_is = Entry("The settings are your administrator's.")
    window = opened()
    assert window.form is None
    assert "administrator" in words(window)
    button(window, "Close").click()
    assert not window.isVisible()


def test_a_broken_file_is_looked_at_again_through_the_door(
    opened: Open, port: SettingsForm, qapp: QApplication
) -> None:
    port.problem = "settings.toml, line 3: this is not valid TOML."
    window = opened()
    assert "line 3" in words(window)
    port.problem, port.entry_is = "", Entry(password=True)
    button(window, "Look again").click()
    assert window.gate is not None
    assert window.form is None


def test_a_small_screen_is_not_left(opened: Open, theme: Theme, port: SettingsForm) -> None:
    window = SettingsWindow(theme, port)
    window.open_on(QRect(0, 0, 640, 400))
    assert QRect(0, 0, 640, 400).contains(window.geometry())
    window.close_for_good()


def test_it_follows_the_theme(opened: Open, theme: Theme) -> None:
    window = opened()
    theme.use("dark")
    assert window.palette().window().color() == theme.colours.window


def test_escape_leaves_also_a_first_start(opened: Open, port: SettingsForm, qtbot: QtBot) -> None:
    port.profiles, port.values = [], {}
    window = opened()
    assert window.form is not None
    name = window.form.telephone.bar.name
    assert window.focusWidget() is name
    qtbot.keyClick(name, Qt.Key.Key_Escape)
    assert not window.isVisible()
