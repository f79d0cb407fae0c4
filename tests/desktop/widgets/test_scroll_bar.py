from __future__ import annotations

import pytest
from PySide6.QtWidgets import QScrollBar

from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.scroll_bar import style_scroll_bar


def test_it_is_thin_and_in_the_themes_colours(theme: Theme) -> None:
    bar = QScrollBar()
    style_scroll_bar(bar, theme)
    assert bar.sizeHint().width() == theme.px(12)
    assert theme.colours.line.name() in bar.styleSheet()


def test_high_contrast_keeps_the_systems(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    bar = QScrollBar()
    monkeypatch.setattr(theme, "high_contrast", True)
    style_scroll_bar(bar, theme)
    assert bar.styleSheet() == ""
