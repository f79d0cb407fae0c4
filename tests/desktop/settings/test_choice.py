from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cti_desk.desktop.settings.choice import Choice
from cti_desk.desktop.theme import Theme


def test_it_carries_values_behind_words(theme: Theme, qtbot: QtBot) -> None:
    choice, chosen = Choice(theme), list[int]()
    choice.currentIndexChanged.connect(chosen.append)
    choice.offer([("tls", "tls (usual)"), ("none", "none")])
    choice.choose("none")
    assert chosen == []
    assert (choice.currentData(), choice.currentText()) == ("none", "none")
    choice.choose("unheard of")
    assert choice.currentIndex() == -1
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert chosen == [0]


def test_long_words_are_shown_whole(theme: Theme) -> None:
    choice = Choice(theme)
    short = choice.sizeHint().width()
    choice.offer([("x", "words that are a good deal longer than is usual here")])
    assert choice.sizeHint().width() > short
    assert not choice.grab().isNull()


def test_the_wheel_is_the_pages(theme: Theme) -> None:
    choice = Choice(theme)
    choice.offer([("a", "a"), ("b", "b")])
    turned = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(choice, turned)
    assert choice.currentIndex() == 0
    assert not turned.isAccepted()
