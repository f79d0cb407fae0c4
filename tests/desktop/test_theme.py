from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from cti_desk.desktop import compat, theme
from cti_desk.desktop.presenters.state import Symbol
from cti_desk.desktop.theme import DARK, LIGHT, SYMBOL_COLOURS, Colours, Theme


@pytest.fixture(autouse=True)
def _same_looks_afterwards(qapp: QApplication) -> Iterator[None]:
    font, palette = qapp.font(), qapp.palette()
    yield
    qapp.setFont(font)
    qapp.setPalette(palette)


def luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2.1, 1.4.3."""
    lower, higher = sorted((luminance(one), luminance(other)))
    return (higher + 0.05) / (lower + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_words_are_legible(colours: Colours) -> None:
    for word in (colours.text, colours.dim, colours.warning, colours.danger):
        assert contrast(word, colours.window) >= 4.5
    assert contrast(colours.on_accent, colours.accent) >= 4.5


@pytest.mark.parametrize("symbol", [one for one in Symbol if one is not Symbol.LOGGED_OUT])
def test_a_white_symbol_stands_out_from_its_disc(symbol: Symbol) -> None:
    assert contrast(QColor("#FFFFFF"), SYMBOL_COLOURS[symbol]) >= 3


def test_the_system_is_followed_live(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    dark = False
    monkeypatch.setattr(compat, "is_dark", lambda: dark)
    monkeypatch.setattr(compat, "is_high_contrast", lambda: False)
    following, fixed = Theme("system"), Theme("light")
    changes: list[bool] = []
    following.changed.connect(lambda: changes.append(dark))
    assert following.colours is LIGHT
    dark = True
    following.refresh()
    following.refresh()
    fixed.refresh()
    assert following.colours is DARK
    assert fixed.colours is LIGHT
    assert changes == [True]
    following.use("light")
    assert following.colours is LIGHT


def test_a_high_contrast_palette_is_taken_as_it_is(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    palette = QPalette(QColor("#ffff00"), QColor("#000000"))
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#00ff00"))
    qapp.setPalette(palette)
    monkeypatch.setattr(compat, "is_high_contrast", lambda: True)
    made = Theme("system")
    assert made.high_contrast
    assert made.colours.text == QColor("#00ff00")
    assert made.colours.line == made.colours.text


@pytest.mark.parametrize(("pixels", "control"), [(9, 28), (13, 28), (26, 56), (80, 56)])
def test_sizes_follow_the_font(qapp: QApplication, pixels: int, control: int) -> None:
    font = QFont(qapp.font())
    font.setPixelSize(pixels)
    qapp.setFont(font)
    assert Theme("light").px(theme.CONTROL) == control


def test_fonts_come_in_few_sizes(qapp: QApplication) -> None:
    made = Theme("light")
    assert made.font("big").pixelSize() > made.font("text").pixelSize()
    assert made.font("small").pixelSize() < made.font("text").pixelSize()
    assert made.palette().color(QPalette.ColorRole.Window) == LIGHT.window
    assert made.symbol(Symbol.READY) == SYMBOL_COLOURS[Symbol.READY]
    assert made.symbol(Symbol.LOGGED_OUT) == LIGHT.dim
