"""The line beneath the strip's row: a failure, a notice, or a question with its answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cti_desk.desktop import compat
from cti_desk.desktop.theme import CONTROL, GRID, ICON, LONGEST_MESSAGE, PADDING, Theme
from cti_desk.desktop.widgets.buttons import IconButton, TextButton
from cti_desk.desktop.widgets.mark import Mark
from cti_desk.desktop.widgets.plain import PlainLabel, wrappable
from cti_desk.desktop.words import tr

Kind = Literal["failure", "notice", "question", "standing"]
Answer = tuple[str, Callable[[], None]]


class MessageBar(QWidget):
    """One message at a time; a failure or notice goes by itself.

    A question stays until it is answered, a standing failure until it is over. Notices that come
    together are shown together.
    """

    changed = Signal()

    def __init__(self, theme: Theme, stays_s: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._kind = theme, "notice"
        self._anchor, self._said = 0, ""
        self._mark = Mark(theme, "info", "dim", self)
        self._text = PlainLabel(parent=self)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = IconButton(theme, "x", tr("Dismiss"), "flat", parent=self)
        self._close.clicked.connect(self.clear)
        self._answers = QWidget(self)
        self._row = QHBoxLayout(self._answers)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(2 * GRID))
        self._timer = QTimer(self, singleShot=True, interval=round(stays_s * 1000))
        self._timer.timeout.connect(self.clear)
        theme.changed.connect(self._restyle)
        self.hide()

    def stay(self, seconds: float) -> None:
        """How long the next failure or notice stays."""
        self._timer.setInterval(round(seconds * 1000))

    def text(self) -> str:
        """The message shown, or ""."""
        return self._said if not self.isHidden() else ""

    def kind(self) -> str:
        """What kind of message is shown."""
        return self._kind

    def say(self, kind: Kind, text: str, anchor: int = 0, answers: tuple[Answer, ...] = ()) -> None:
        """Show a message beside ``anchor`` (an x of the strip); a question has answers."""
        if kind == self._kind == "notice" and self.text() and text not in self.text():
            text = f"{self.text()}\n{text}"
        self._kind, self._anchor = kind, anchor
        self._write(text)
        self._set_answers(answers)
        self._restyle()
        if kind in ("question", "standing"):
            self._timer.stop()
        else:
            self._timer.start()
        self.show()
        self.changed.emit()
        compat.announce(self._text)

    def withdraw(self, text: str) -> None:
        """Take one notice away and leave others that are shown with it."""
        if self._kind != "notice" or not text or text not in self.text():
            return
        rest = "\n".join(filter(None, self.text().replace(text, "", 1).split("\n")))
        if not rest:
            self.clear()
            return
        self._write(rest)
        self.changed.emit()

    def clear(self) -> None:
        """Take the message away."""
        if self.isHidden():
            return
        self._timer.stop()
        self.hide()
        self.setAccessibleName("")
        self.changed.emit()

    def lay_out(self, width: int) -> int:
        """Arrange everything in a width and return the height needed."""
        px = self._theme.px
        pad, mark, close = px(PADDING), px(ICON), px(CONTROL)
        around = pad + mark + px(2 * GRID) + px(GRID) + close + px(GRID)
        metrics = QFontMetrics(self._theme.font("text"))
        lines = self._text.text().split("\n")
        one_line = max(metrics.horizontalAdvance(line) for line in lines) + 2
        wanted = max(min(one_line, px(LONGEST_MESSAGE)), self._answers.sizeHint().width())
        left = max(0, min(self._anchor, width - wanted - around))
        text_width = width - left - around
        text_height = max(self._text.heightForWidth(text_width), px(ICON))
        top = px(2 * GRID)
        text_left = left + pad + mark + px(2 * GRID)
        self._mark.setGeometry(left + pad, top + (metrics.height() - mark) // 2, mark, mark)
        self._text.setGeometry(text_left, top, text_width, text_height)
        self._close.setGeometry(
            width - close - px(GRID), top + (metrics.height() - close) // 2, close, close
        )
        height = top + text_height + px(2 * GRID)
        if not self._answers.isHidden():
            hint = self._answers.sizeHint()
            self._answers.setGeometry(text_left, height, hint.width(), hint.height())
            height += hint.height() + px(PADDING)
        return height

    def _write(self, text: str) -> None:
        self._said = text
        self._text.setText(wrappable(text))
        self._text.setAccessibleName(text)
        self.setAccessibleName(text)

    def _set_answers(self, answers: tuple[Answer, ...]) -> None:
        while (item := self._row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for index, (words, call) in enumerate(answers):
            button = TextButton(self._theme, words, "plain" if index else "primary")
            button.about = call
            button.told.connect(self._answer)
            self._row.addWidget(button)
        self._answers.setVisible(bool(answers))

    def _answer(self, call: Callable[[], None]) -> None:
        self.clear()
        call()

    def _restyle(self) -> None:
        colours = self._theme.colours
        failed = self._kind in ("failure", "standing")
        icon = "circle-question-mark" if self._kind == "question" else "info"
        icon = "triangle-alert" if failed else icon
        self._mark.picture(icon, "warning" if failed else "accent")
        palette = self._theme.palette()
        colour = colours.warning if failed else colours.text
        palette.setColor(self._text.foregroundRole(), colour)
        self._text.setPalette(palette)
        self._text.setFont(self._theme.font("text"))
