from __future__ import annotations

from PySide6.QtGui import QColor

from cti_desk.desktop.icons import svg_icon
from cti_desk.desktop.theme import GRID, LONGEST_LINE, Theme
from cti_desk.desktop.widgets.menu import Menu
from cti_desk.desktop.widgets.menu_paint import columns, split


def test_columns_are_as_wide_as_the_widest_line(theme: Theme) -> None:
    menu = Menu(theme)
    menu.line("Ready")
    narrow = columns(menu.actions(), theme)
    assert (narrow.icon, narrow.key, narrow.mark) == (0, 0, 0)
    menu.line("Training in another building", icon=svg_icon("check", QColor("#000"), 16))
    menu.line("Lunch", key="Ctrl+2", checked=True)
    wide = columns(menu.actions(), theme)
    assert wide.words > narrow.words
    assert min(wide.icon, wide.key, wide.mark) > 0
    assert wide.width(theme) > narrow.width(theme)


def test_words_and_key_are_told_apart(theme: Theme) -> None:
    menu = Menu(theme)
    assert split(menu.line("Ready", key="Ctrl+Alt+R")) == ("Ready", "Ctrl+Alt+R")
    assert split(menu.line("Lunch & tea")) == ("Lunch & tea", "")


def test_every_kind_of_line_is_drawn(theme: Theme) -> None:
    menu = Menu(theme)
    menu.line("Ready", lambda: None, checked=True)
    menu.section()
    menu.below("Place").line("Left edge")
    menu.line("Only said")
    menu.popup(menu.pos())
    menu.setActiveAction(menu.actions()[0])
    plain = menu.grab().toImage()
    theme.use("dark")
    assert menu.grab().toImage() != plain
    menu.close()


def test_a_long_line_is_cut_and_makes_no_menu_as_wide_as_the_screen(theme: Theme) -> None:
    menu = Menu(theme)
    menu.line("Maximiliane von und zu Hohenstein " * 20)
    assert columns(menu.actions(), theme).words <= theme.px(LONGEST_LINE) + theme.px(GRID)
    menu.popup(menu.pos())
    assert menu.width() < theme.px(700)
    assert not menu.grab().isNull()
    menu.close()
