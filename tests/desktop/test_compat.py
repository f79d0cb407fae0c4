from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QLabel

from cti_desk.desktop import compat


class OldHints:
    """What Qt 6.4 offers of its style hints here: nothing."""


@pytest.fixture
def old_qt(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[QApplication]:
    monkeypatch.setattr(compat.QGuiApplication, "styleHints", OldHints)
    before = qapp.palette()
    yield qapp
    qapp.setPalette(before)


def palette(window: str, text: str) -> QPalette:
    made = QPalette()
    made.setColor(QPalette.ColorRole.Window, QColor(window))
    made.setColor(QPalette.ColorRole.WindowText, QColor(text))
    return made


@pytest.mark.parametrize(("window", "dark"), [("#202020", True), ("#f0f0f0", False)])
def test_an_old_qt_tells_dark_by_its_palette(old_qt: QApplication, window: str, dark: bool) -> None:
    old_qt.setPalette(palette(window, "#808080"))
    assert compat.is_dark() is dark
    compat.when_scheme_changes(lambda: pytest.fail("nothing tells"))


@pytest.mark.parametrize(
    ("window", "text", "high"),
    [("#000000", "#ffffff", True), ("#1d2127", "#e8ecf1", False), ("#ffffff", "#000000", False)],
)
def test_white_on_black_is_high_contrast(
    old_qt: QApplication, window: str, text: str, high: bool
) -> None:
    old_qt.setPalette(palette(window, text))
    assert compat.is_high_contrast() is high


def test_the_installed_qt_answers_without_a_fuss(qapp: QApplication) -> None:
    assert compat.is_dark() in (True, False)
    assert compat.is_high_contrast() in (True, False)
    assert compat.animations_wanted() in (True, False)
    label = QLabel("x")
    compat.announce(label)
    assert not compat.starts_system_move(label)
    assert compat.tabular(QFont("DejaVu Sans")).family() == "DejaVu Sans"


def test_a_window_beneath_a_field_can_never_take_the_keyboard(qapp: QApplication) -> None:
    assert compat.popup_flags() & compat.Qt.WindowType.WindowDoesNotAcceptFocus
