"""What differs between Qt 6.4 and newer versions. All others ask here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QWidget

# A newer Qt's enumerations and methods are unknown to an older one: looked up by name.
_DARK_BELOW = 128


def is_dark() -> bool:
    """Whether the system is set to dark (Qt ≥ 6.5), else whether its palette is dark."""
    hints: Any = QGuiApplication.styleHints()
    scheme = hints.colorScheme() if hasattr(hints, "colorScheme") else None
    if scheme is not None and scheme.name in ("Dark", "Light"):
        return bool(scheme.name == "Dark")
    return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < _DARK_BELOW


def when_scheme_changes(call: Callable[[], None]) -> None:
    """Call back whenever the system switches between light and dark (Qt ≥ 6.5).

    With an older Qt the palette changes, and every window is told of that anyway.
    """
    hints: Any = QGuiApplication.styleHints()
    if hasattr(hints, "colorSchemeChanged"):
        hints.colorSchemeChanged.connect(call)


def is_high_contrast() -> bool:
    """Whether the system asks for high contrast (Qt ≥ 6.10), else black on white or reverse."""
    hints: Any = QGuiApplication.styleHints()
    if hasattr(hints, "accessibility"):
        preference = hints.accessibility().contrastPreference()
        if preference.name == "HighContrast":
            return True
    palette = QGuiApplication.palette()
    window = palette.color(QPalette.ColorRole.Window)
    text = palette.color(QPalette.ColorRole.WindowText)
    return abs(window.lightness() - text.lightness()) == 255 and window.lightness() == 0


def animations_wanted() -> bool:
    """Whether the system allows animations."""
    style = QApplication.style()
    hint = QStyle.StyleHint.SH_Widget_Animation_Duration
    return style.styleHint(hint) > 0


def tabular(font: QFont) -> QFont:
    """Return the font with digits of one width (Qt ≥ 6.7; older ones reserve the width)."""
    if hasattr(font, "setFeature") and hasattr(QFont, "Tag"):
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


def announce(widget: QWidget) -> None:
    """Have a screen reader say what the widget's accessible name says."""
    QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Alert))


def starts_system_move(widget: QWidget) -> bool:
    """Let the window system drag the window: the only way on Wayland."""
    handle = widget.windowHandle()
    return bool(handle and QGuiApplication.platformName() == "wayland" and handle.startSystemMove())


def popup_flags() -> Qt.WindowType:
    """A window that belongs to another and can never take the keyboard."""
    return (
        Qt.WindowType.ToolTip
        | Qt.WindowType.FramelessWindowHint
        | Qt.WindowType.WindowDoesNotAcceptFocus
    )
