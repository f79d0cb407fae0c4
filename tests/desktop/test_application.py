from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from cti_desk.desktop.application import choose_font, make_application


@pytest.fixture(autouse=True)
def _same_font_afterwards(qapp: QApplication) -> Iterator[None]:
    before = qapp.font()
    yield
    qapp.setFont(before)


def test_one_named_application_that_no_window_ends(qapp: QApplication) -> None:
    made = make_application()
    assert made is qapp
    assert made.applicationName() == "cti-desk"
    assert not made.quitOnLastWindowClosed()
    assert not made.windowIcon().isNull()


def test_a_font_somebody_chose_is_kept(qapp: QApplication) -> None:
    qapp.setFont(QFont("Somebody's Choice"))
    choose_font(qapp, {})
    assert qapp.font().family() == "Somebody's Choice"
    qapp.setFont(QFont("DejaVu Sans"))
    choose_font(qapp, {"XDG_CURRENT_DESKTOP": "KDE"})
    assert qapp.font().family() == "DejaVu Sans"


def test_nobodys_choice_gives_way_to_a_legible_font_that_is_there(qapp: QApplication) -> None:
    qapp.setFont(QFont("DejaVu Sans"))
    choose_font(qapp, {})
    assert qapp.font().family() in {*QFontDatabase.families(), "DejaVu Sans"}
