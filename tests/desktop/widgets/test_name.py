from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.name import Name, broken
from cti_desk.desktop.widgets.plain import plain

ROOM = 300
LONG = "Maximiliane von und zu Hohenstein-Castellani, Import and Export Department"
HEBREW = "מחלקת היבוא והיצוא של חברת האחים כהן ובניהם בעירבון מוגבל, סניף ירושלים"


def lines(theme: Theme, text: str) -> list[str]:
    return broken(text, theme.font("big"), ROOM)


def test_a_short_name_stands_on_one_line(theme: Theme, qapp: QApplication) -> None:
    assert lines(theme, "Maria Souza") == ["Maria Souza"]
    assert lines(theme, "") == [""]


@pytest.mark.parametrize("text", [LONG, HEBREW, "M" * 300, "👩‍💻" * 60, "a " * 300])
def test_a_long_name_takes_two_lines_before_it_is_cut(theme: Theme, text: str) -> None:
    found = lines(theme, text)
    metrics = QFontMetrics(theme.font("big"))
    assert len(found) == 2
    assert all(metrics.horizontalAdvance(line) <= ROOM + 1 for line in found)
    assert found[1].endswith("…") or " ".join(found) == text.strip() or "".join(found) == text


def test_words_stay_whole(theme: Theme, qapp: QApplication) -> None:
    first, second = lines(theme, "Maximiliane Hohenstein of the Export Department")
    assert f"{first} {second}" == "Maximiliane Hohenstein of the Export Department"


def test_the_label_grows_and_says_in_full_what_is_cut(theme: Theme, qapp: QApplication) -> None:
    label = Name(theme, "big", ROOM)
    label.show_text("Maria Souza")
    one = label.sizeHint().height()
    assert label.toolTip() == ""
    label.show_text(LONG * 2)
    assert label.sizeHint().height() == 2 * one
    assert label.full_text() == label.accessibleName() == LONG * 2
    assert label.toolTip() == plain(LONG * 2)
    label.show_text("")
    assert label.isHidden()
