from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.paragraph import Paragraph


def test_it_wraps_and_takes_no_room_when_it_is_empty(theme: Theme) -> None:
    around = QWidget()
    words = Paragraph(theme, "a good deal of words " * 8, parent=around)
    assert words.heightForWidth(120) > words.heightForWidth(900)
    words.show_text("")
    assert words.isHidden()
    words.show_text("<b>back</b>", "danger")
    assert not words.isHidden()
    assert words.accessibleName() == "<b>back</b>"
    assert words.palette().color(words.foregroundRole()) == theme.colours.danger


def test_it_follows_the_theme(theme: Theme) -> None:
    words = Paragraph(theme, "x", colour="dim")
    theme.use("dark")
    assert words.palette().color(words.foregroundRole()) == theme.colours.dim
