"""Every size, colour and font of the desktop, and when they change.

Sizes are logical pixels for a 13 pixel text; they grow with the system's font. Colours follow the
system live; a high-contrast palette is taken as it is.
"""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from cti_desk.desktop import compat
from cti_desk.desktop.options import ThemeName
from cti_desk.desktop.presenters.state import Symbol

GRID: Final = 4
STRIP: Final = 44
CONTROL: Final = 28
CONTROL_WIDTH: Final = 34
RADIUS: Final = 6
PANEL_RADIUS: Final = 8
ICON: Final = 16
HANDSET: Final = 14
SMALL_ICON: Final = 12
MENU_ICON: Final = 20
DISC: Final = 22
PADDING: Final = 12
FIELD: Final = 152
POP: Final = 372
POP_PADDING: Final = 20
ACCENT_BAR: Final = 4
CHIP: Final = 22
LONGEST_WHO: Final = 220
LONGEST_STATE: Final = 320
LONGEST_MESSAGE: Final = 440
LONGEST_LINE: Final = 520
SUGGESTIONS: Final = 300
DIALOG: Final = 380
FORM: Final = 820
FORM_HEIGHT: Final = 600
FORM_SMALL: Final = 560
FORM_LOW: Final = 200
FORM_SIDE: Final = 172
FORM_LABEL: Final = 152
FORM_FIELD: Final = 320
FORM_NUMBER: Final = 96
SWITCH: Final = 34
SWITCH_HEIGHT: Final = 20
PANEL: Final = 520
PANEL_HEIGHT: Final = 560
PANEL_SMALL: Final = 400
PANEL_LOW: Final = 200

BREATH_MS: Final = 1200
BREATH_STEP_MS: Final = 60

Role = Literal["text", "strong", "small", "big", "number"]
_FONTS: Final[dict[Role, tuple[int, QFont.Weight]]] = {
    "text": (13, QFont.Weight.Normal),
    "strong": (13, QFont.Weight.DemiBold),
    "small": (11, QFont.Weight.Normal),
    "big": (18, QFont.Weight.DemiBold),
    "number": (14, QFont.Weight.Normal),
}
_WITH_CLOCKS: Final = frozenset({"text", "small"})
_BASE_TEXT: Final = 13

SYMBOL_COLOURS: Final = {
    Symbol.READY: QColor("#1E8E3E"),
    Symbol.NOT_READY: QColor("#B26A00"),
    Symbol.BUSY: QColor("#1F6FEB"),
    Symbol.WORKING: QColor("#7A4FC4"),
    Symbol.LOGGED_OUT: QColor("#8A94A1"),
    Symbol.UNKNOWN: QColor("#8A94A1"),
}


class Colours(Struct, frozen=True):
    """One palette. ``field`` is behind typed text, ``hover`` under the pointer."""

    window: QColor
    panel: QColor
    field: QColor
    line: QColor
    text: QColor
    dim: QColor
    accent: QColor
    on_accent: QColor
    danger: QColor
    warning: QColor
    hover: QColor


LIGHT: Final = Colours(
    window=QColor("#FFFFFF"),
    panel=QColor("#F6F7F9"),
    field=QColor("#FFFFFF"),
    line=QColor("#DFE3E8"),
    text=QColor("#1C2430"),
    dim=QColor("#5B6675"),
    accent=QColor("#1F6FEB"),
    on_accent=QColor("#FFFFFF"),
    danger=QColor("#C5221F"),
    warning=QColor("#A66200"),
    hover=QColor("#EDF0F4"),
)
DARK: Final = Colours(
    window=QColor("#1D2127"),
    panel=QColor("#252A31"),
    field=QColor("#15181D"),
    line=QColor("#3A414B"),
    text=QColor("#E8ECF1"),
    dim=QColor("#A3ADBA"),
    accent=QColor("#6EA8FE"),
    on_accent=QColor("#10141A"),
    danger=QColor("#FF8A80"),
    warning=QColor("#F0A23C"),
    hover=QColor("#2E343D"),
)


class Theme(QObject):
    """The sizes, colours and fonts in use; `changed` asks everybody to look again."""

    changed = Signal()

    def __init__(self, name: ThemeName = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name: ThemeName = name
        self._read()
        compat.when_scheme_changes(self.refresh)

    def use(self, name: ThemeName) -> None:
        """Follow the system, or stay light or dark."""
        self._name = name
        self.refresh()

    def refresh(self) -> None:
        """Look at the system's settings again."""
        before = (self.colours, self.factor, self._family)
        self._read()
        if (self.colours, self.factor, self._family) != before:
            self.changed.emit()

    def px(self, size: float) -> int:
        """A size of this file on this system, in logical pixels."""
        return round(size * self.factor)

    def font(self, role: Role) -> QFont:
        """The system's font in one of the desktop's few sizes; clocks have digits of one width."""
        if role not in self._fonts:
            size, weight = _FONTS[role]
            font = QFont(QGuiApplication.font())
            font.setPixelSize(self.px(size))
            font.setWeight(weight)
            self._fonts[role] = compat.tabular(font) if role in _WITH_CLOCKS else font
        return self._fonts[role]

    def symbol(self, symbol: Symbol) -> QColor:
        """A state's colour."""
        if symbol is Symbol.LOGGED_OUT:
            return self.colours.dim
        return SYMBOL_COLOURS[symbol]

    def palette(self) -> QPalette:
        """The colours for Qt's own widgets."""
        roles, colours = QPalette.ColorRole, self.colours
        palette = QPalette(QGuiApplication.palette())
        for role, colour in (
            (roles.Window, colours.window),
            (roles.WindowText, colours.text),
            (roles.Base, colours.field),
            (roles.Text, colours.text),
            (roles.PlaceholderText, colours.dim),
            (roles.Button, colours.panel),
            (roles.ButtonText, colours.text),
            (roles.Highlight, colours.accent),
            (roles.HighlightedText, colours.on_accent),
            (roles.ToolTipBase, colours.panel),
            (roles.ToolTipText, colours.text),
        ):
            palette.setColor(role, colour)
        return palette

    def _read(self) -> None:
        self._fonts: dict[Role, QFont] = {}
        font = QApplication.font()
        self._family = font.toString()
        self.factor = _factor(QFontInfo(font).pixelSize())
        self.high_contrast = self._name == "system" and compat.is_high_contrast()
        if self.high_contrast:
            self.colours = _of_palette(QGuiApplication.palette())
            return
        dark = compat.is_dark() if self._name == "system" else self._name == "dark"
        self.colours = DARK if dark else LIGHT


def _factor(text_px: int) -> float:
    """Never below 13 pixels; a difference nobody sees is none."""
    factor = min(2.0, max(1.0, text_px / _BASE_TEXT))
    return 1.0 if factor < 1.05 else factor


def _of_palette(palette: QPalette) -> Colours:
    roles = QPalette.ColorRole
    window, text = palette.color(roles.Window), palette.color(roles.WindowText)
    highlight = palette.color(roles.Highlight)
    return Colours(
        window=window,
        panel=window,
        field=palette.color(roles.Base),
        line=text,
        text=text,
        dim=text,
        accent=highlight,
        on_accent=palette.color(roles.HighlightedText),
        danger=text,
        warning=text,
        hover=palette.color(roles.Button),
    )
