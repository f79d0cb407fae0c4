"""Scroll bars as quiet as the rest."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollBar

from cti_desk.desktop.theme import GRID, Theme

_STYLE = """
QScrollBar {{ background: transparent; border: 0; width: {width}px; height: {width}px; }}
QScrollBar::handle {{ background: {line}; border-radius: {radius}px; margin: {margin}px;
  min-height: {least}px; min-width: {least}px; }}
QScrollBar::handle:hover {{ background: {dim}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def style_scroll_bar(bar: QScrollBar, theme: Theme) -> None:
    """A thin handle without arrows; a high-contrast system keeps its own."""
    if theme.high_contrast:
        bar.setStyleSheet("")
        return
    px, colours = theme.px, theme.colours
    width, margin = px(3 * GRID), px(GRID) // 2 + 1
    bar.setStyleSheet(
        _STYLE.format(
            width=width,
            margin=margin,
            radius=(width - 2 * margin) // 2,
            least=px(8 * GRID),
            line=colours.line.name(),
            dim=colours.dim.name(),
        )
    )
