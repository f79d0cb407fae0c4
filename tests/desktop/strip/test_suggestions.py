from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cti_desk.desktop.strip.suggestions import Suggestion, SuggestionList, suggestions
from cti_desk.desktop.theme import Theme

ROWS = [
    Suggestion("phone", "Dials 0 21", "", "21"),
    Suggestion("user-round", "Ana", "6102", "6102"),
]


def test_the_number_comes_first_then_the_contacts() -> None:
    rows = suggestions("21", "0 21", [("Ana", "6102")])
    assert [(row.title, row.text) for row in rows] == [("Dials 0 21", "21"), ("Ana", "6102")]
    assert rows[1].spoken == "Ana, 6102"
    assert suggestions("x", "", []) == []


def test_the_choice_moves_around_the_ends(theme: Theme, qtbot: QtBot) -> None:
    field = QWidget()
    qtbot.addWidget(field)
    shown = SuggestionList(theme, field)
    shown.move_by(1)
    shown.offer(ROWS, field, above=False)
    shown.move_by(-1)
    assert shown.current == 1
    shown.move_by(1)
    assert shown.current == 0
    assert not shown.grab().isNull()


def test_a_row_is_chosen_with_the_mouse(theme: Theme, qtbot: QtBot) -> None:
    field, chosen = QWidget(), []
    qtbot.addWidget(field)
    shown = SuggestionList(theme, field)
    shown.chosen.connect(chosen.append)
    shown.offer(ROWS, field, above=True)
    second = QPoint(40, shown._row_rect(1).center().y())
    qtbot.mouseMove(shown, second)
    qtbot.mouseClick(shown, Qt.MouseButton.LeftButton, pos=second)
    assert chosen == ["6102"]
    shown.offer([], field, above=True)
    assert not shown.isVisible()
