"""The parts of a row stand beside each other at any width and font."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics

from cti_desk.desktop.queues.columns import columns
from cti_desk.desktop.theme import PANEL, PANEL_SMALL, Theme


@pytest.mark.parametrize("wide", [PANEL_SMALL, PANEL, 1200])
@pytest.mark.parametrize("indented", [True, False])
def test_nothing_covers_anything(theme: Theme, wide: int, indented: bool) -> None:
    parts = columns(theme)
    row = QRect(0, 72, theme.px(wide), parts.row)
    boxes = [
        parts.symbol(row, indented),
        parts.text(row, indented),
        parts.figure_box(row),
        parts.time_box(row),
        parts.toggle_box(row),
    ]
    for left, right in pairwise(boxes):
        assert left.isValid()
        assert left.right() < right.left()
        assert row.contains(left)
    assert row.contains(boxes[-1])
    assert parts.right_part(row) == boxes[2].left()


def test_two_lines_fit_into_a_row(theme: Theme) -> None:
    text, small = (QFontMetrics(theme.font(role)) for role in ("text", "small"))
    assert text.height() + small.height() <= columns(theme).row


def test_bigger_fonts_make_everything_bigger(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    small = columns(theme)
    monkeypatch.setattr(theme, "factor", 2.0)
    monkeypatch.setattr(theme, "_fonts", {})
    big = columns(theme)
    assert (big.row, big.pad) == (2 * small.row, 2 * small.pad)
    assert big.figure > 1.7 * small.figure
