from __future__ import annotations

from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.hairline import Hairline


def test_a_line_has_the_themes_colour(theme: Theme) -> None:
    for across in (False, True):
        line = Hairline(theme, across)
        line.resize(*((9, 1) if across else (1, 9)))
        assert line.grab().toImage().pixelColor(0, 0) == theme.colours.line
