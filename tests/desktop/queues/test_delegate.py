"""What is painted: levels in colour, a skipped left part, dim rows when all is old."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from tests.desktop.queues.conftest import Rig


def painted(rig: Rig, title: str, dirty_left: int = 0) -> QImage:
    """A row as it is painted by itself."""
    delegate, number = rig.view.delegate, rig.titles().index(title)
    image = QImage(520, delegate.columns.row, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, image.width(), image.height())
    option.state = QStyle.StateFlag.State_Enabled
    delegate.dirty_left = dirty_left
    painter = QPainter(image)
    delegate.paint(painter, option, rig.window.model.index(number))
    painter.end()
    return image


def has(image: QImage, colour: QColor, box: QRect) -> bool:
    """Whether something in a box is as strong a colour as this one."""
    return any(
        image.pixelColor(x, y).name() == colour.name()
        for x in range(box.left(), box.right())
        for y in range(box.top(), box.bottom())
    )


def test_what_is_too_much_has_another_colour(opened: Rig) -> None:
    parts, colours = opened.view.delegate.columns, opened.view.delegate._theme.colours
    sales, support = painted(opened, "Sales"), painted(opened, "Support")
    figure = parts.figure_box(sales.rect())
    assert has(sales, colours.danger, figure)
    assert not has(support, colours.danger, figure)
    assert has(support, colours.warning, parts.time_box(support.rect()))


def test_only_what_must_be_is_painted_again(opened: Rig) -> None:
    parts = opened.view.delegate.columns
    whole = painted(opened, "Maria Souza")
    left = parts.text(whole.rect(), True)
    right = painted(opened, "Maria Souza", parts.right_part(whole.rect()))
    assert has(whole, opened.view.delegate._theme.colours.text, left)
    assert not has(right, opened.view.delegate._theme.colours.text, left)
    box = parts.time_box(whole.rect())
    assert right.copy(box) == whole.copy(box)


def test_old_rows_are_dim(opened: Rig) -> None:
    fresh = painted(opened, "Maria Souza")
    opened.view.delegate.stale = True
    assert painted(opened, "Maria Souza") != fresh


def test_a_button_under_the_pointer_shows_it(opened: Rig) -> None:
    calm = painted(opened, "Sales")
    opened.view.delegate.hot = opened.titles().index("Sales")
    assert painted(opened, "Sales") != calm


def test_words_that_are_cut_are_known_to_be(opened: Rig) -> None:
    model, delegate = opened.window.model, opened.view.delegate
    number = opened.titles().index("Support")
    assert delegate.is_cut(model.view(number), QRect(0, 0, 320, 36))
    assert not delegate.is_cut(model.view(number), QRect(0, 0, 1200, 36))
