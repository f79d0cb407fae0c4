"""The button that tries a connection out, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cti_desk.declarations.connection_test import Step, StepState
from cti_desk.desktop import compat
from cti_desk.desktop.theme import GRID, Theme
from cti_desk.desktop.widgets.buttons import TextButton
from cti_desk.desktop.widgets.mark import Mark
from cti_desk.desktop.widgets.paragraph import Paragraph
from cti_desk.desktop.widgets.text import Colour
from cti_desk.desktop.words import tr

_MARKS: Final[dict[StepState, tuple[str, Colour]]] = {
    "trying": ("ellipsis-vertical", "dim"),
    "passed": ("check", "accent"),
    "warning": ("triangle-alert", "warning"),
    "failed": ("x", "danger"),
    "skipped": ("info", "dim"),
}


class TrialView(QWidget):
    """`asked` wants a trial of what stands in the form; the same button stops it."""

    asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._steps: dict[str, _StepLine] = {}
        self._cancel: Callable[[], object] | None = None
        self.button = TextButton(theme, tr("Test connection"), parent=self)
        self.button.clicked.connect(self._press)
        self.verdict = Paragraph(theme, "", "text", "dim", self)
        top = QHBoxLayout()
        top.setSpacing(theme.px(3 * GRID))
        top.addWidget(self.button)
        top.addWidget(self.verdict, 100)
        top.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(GRID))
        self._column.addLayout(top)

    def begin(self, cancel: Callable[[], object]) -> None:
        """A trial runs; ``cancel`` ends it."""
        self._cancel = cancel
        self._say_button(tr("Stop"))
        self._say(tr("Testing the connection with what is in this form…"), "dim")

    def show_step(self, step: Step) -> None:
        """Show a step, in the place of the one that began it."""
        line = self._steps.get(step.name)
        if line is None:
            line = self._steps[step.name] = _StepLine(self._theme, self)
            self._column.addWidget(line)
            line.show()
        line.show_step(step)
        self.updateGeometry()

    def end(self) -> None:
        """The trial is over: say what it comes to."""
        self._cancel = None
        self._say_button(tr("Test connection"))
        states = [line.state for line in self._steps.values()]
        failed = next((line for line in self._steps.values() if line.state == "failed"), None)
        if failed is not None:
            self._say(tr("This does not work yet."), "danger")
        elif "warning" in states:
            self._say(tr("It works. Please read the remarks."), "warning")
        else:
            self._say(tr("Everything works."), "text")
        compat.announce(self.verdict)

    def clear(self) -> None:
        """Forget a former trial, and stop one that runs."""
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
        self._say_button(tr("Test connection"))
        self._say("", "dim")
        for line in self._steps.values():
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._steps.clear()

    def lines(self) -> list[tuple[StepState, str]]:
        """What is shown, in order."""
        return [(line.state, line.words.text()) for line in self._steps.values()]

    def _press(self) -> None:
        runs = self._cancel is not None
        self.clear()
        if not runs:
            self.asked.emit()

    def _say_button(self, words: str) -> None:
        self.button.setText(words)
        self.button.setAccessibleName(words)
        self.button.updateGeometry()

    def _say(self, words: str, colour: Colour) -> None:
        self.verdict.show_text(words, colour)


class _StepLine(QWidget):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.state: StepState = "trying"
        self._mark = Mark(theme, *_MARKS["trying"], parent=self)
        self.words = Paragraph(theme, " ", parent=self)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(2 * GRID))
        row.addWidget(self._mark)
        row.addWidget(self.words, 1)

    def show_step(self, step: Step) -> None:
        self.state = step.state
        self._mark.picture(*_MARKS[step.state])
        self.words.show_text(tr(step.words), "danger" if step.state == "failed" else "text")
