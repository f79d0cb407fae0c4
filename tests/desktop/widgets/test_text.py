from __future__ import annotations

from PySide6.QtGui import QFontMetrics

from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.text import Line, width_of


def test_a_clock_keeps_its_width_whatever_the_digits(theme: Theme) -> None:
    metrics = QFontMetrics(theme.font("text"))
    assert width_of(metrics, "11:11") == width_of(metrics, "28:46")


def test_a_long_line_is_cut_and_its_whole_text_kept_for_reading(theme: Theme) -> None:
    line = Line(theme, longest=60)
    name = "Maria Aparecida de Souza e Silva"
    line.show_text(name)
    assert line.text().endswith("…")
    assert line.sizeHint().width() <= theme.px(60)
    assert line.accessibleName() == line.full_text() == name


def test_markup_from_outside_is_only_text(theme: Theme) -> None:
    line = Line(theme)
    line.show_text("<b>Ltda</b>")
    assert line.text() == "<b>Ltda</b>"
    assert line.textFormat().name == "PlainText"


def test_an_empty_line_takes_no_room(theme: Theme) -> None:
    line = Line(theme)
    line.show_text("")
    assert line.isHidden()


def test_colours_follow_the_theme(theme: Theme) -> None:
    line = Line(theme, colour="dim")
    line.colour("warning")
    assert line.palette().color(line.foregroundRole()) == theme.colours.warning
    theme.use("dark")
    assert line.palette().color(line.foregroundRole()) == theme.colours.warning
