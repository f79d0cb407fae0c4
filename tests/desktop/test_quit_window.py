from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cti_desk.desktop.presenters.quit import QuitView
from cti_desk.desktop.quit_window import QuitWindow
from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.buttons import TextButton

VIEW = QuitView("Quit CTI Desk?", "You are logged in.", ("Support hangs up.",), True, True)
NOTHING = QuitView("Quit CTI Desk?", "A call is up.", (), False, False)


def labels(window: QuitWindow) -> list[str]:
    return [button.text() for button in window.findChildren(TextButton)]


@pytest.mark.parametrize(
    ("label", "choice"),
    [
        ("Log out and quit", "logout"),
        ("Pause and quit", "pause"),
        ("Quit, stay logged in", "stay"),
    ],
)
def test_each_answer_is_one_press(theme: Theme, qtbot: QtBot, label: str, choice: str) -> None:
    window = QuitWindow(theme, VIEW)
    window.show()
    chosen: list[str] = []
    window.chosen.connect(chosen.append)
    button = next(one for one in window.findChildren(TextButton) if one.text() == label)
    button.click()
    assert chosen == [choice]
    assert not window.isVisible()


def test_only_offered_answers_are_there(theme: Theme) -> None:
    assert labels(QuitWindow(theme, NOTHING)) == ["Quit", "Cancel"]


def test_escape_and_cancel_do_not_quit(theme: Theme, qtbot: QtBot) -> None:
    window = QuitWindow(theme, VIEW)
    window.chosen.connect(lambda _choice: pytest.fail("nobody chose"))
    window.show()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
