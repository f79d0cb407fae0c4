from __future__ import annotations

from PySide6.QtGui import QColor

from cti_desk.desktop.presenters.state import Symbol
from cti_desk.desktop.queues.pictures import Pictures
from cti_desk.desktop.theme import SYMBOL_COLOURS, Theme


def test_a_picture_is_drawn_once_for_each_size_and_ratio(theme: Theme) -> None:
    pictures = Pictures(theme)
    small, big = (pictures.disc(Symbol.READY, 18, ratio) for ratio in (1.0, 2.0))
    assert pictures.disc(Symbol.READY, 18, 1.0) is small
    assert (small.width(), big.width()) == (18, 36)
    assert big.deviceIndependentSize().width() == 18
    green = SYMBOL_COLOURS[Symbol.READY]
    assert big.toImage().pixelColor(4, 18) == green


def test_a_chevron_turns(theme: Theme) -> None:
    pictures, black = Pictures(theme), QColor("#000000")
    down = pictures.icon("chevron-down", black, 12, 2.0)
    right = pictures.icon("chevron-down", black, 12, 2.0, -90)
    assert down.toImage() != right.toImage()


def test_another_theme_draws_anew(theme: Theme) -> None:
    pictures = Pictures(theme)
    light = pictures.disc(Symbol.LOGGED_OUT, 18, 1.0)
    theme.use("dark")
    assert pictures.disc(Symbol.LOGGED_OUT, 18, 1.0).toImage() != light.toImage()
