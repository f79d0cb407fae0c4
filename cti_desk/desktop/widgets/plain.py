"""The one place where words become tooltips and labels: always as plain text.

Names, pause reasons and queues come from outside. Qt draws a tooltip or a label as rich text, and
loads what it names, when the words look like markup; a tray shows tooltips by rules of its own.
"""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QStaticText
from PySide6.QtWidgets import QLabel, QSystemTrayIcon, QToolTip, QWidget

# A word joiner has no width. After it neither Qt nor a tray takes what follows for a tag or for
# an entity.
_JOINER: Final = "\u2060"
_LONG_WORD: Final = re.compile(r"(\S{40})(?=\S)")
_MAY_BREAK: Final = "\u200b"
_MARKUP: Final = re.compile(r"<(?=\s*[A-Za-z0-9/!?])|&(?=#?[A-Za-z0-9]+;)")


def plain(text: str) -> str:
    """Return words that look the same and that nothing reads as markup."""
    return _MARKUP.sub(lambda found: found.group() + _JOINER, text)


def wrappable(text: str) -> str:
    """Return words of which also the longest fit into lines: addresses, names without a blank."""
    return _LONG_WORD.sub(rf"\1{_MAY_BREAK}", text)


def show_tooltip(target: QWidget | QSystemTrayIcon, text: str) -> None:
    """Set the words under the pointer."""
    words = plain(text)
    if target.toolTip() != words:
        target.setToolTip(words)


def pop_up_tooltip(place: QPoint, text: str, widget: QWidget) -> None:
    """Show words under the pointer now, at a place on the screen."""
    QToolTip.showText(place, plain(text), widget)


def plain_static(text: str) -> QStaticText:
    """Return words to be painted, as they are."""
    static = QStaticText(text)
    static.setTextFormat(Qt.TextFormat.PlainText)
    return static


class PlainLabel(QLabel):
    """A label that draws every text as it is; all labels of the desktop are of this kind."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
