"""The strip's row of parts, from the state to the menu."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cti_desk.desktop.actions import DeskActions
from cti_desk.desktop.presenters.strip import StripView
from cti_desk.desktop.strip.call_row import CallRow
from cti_desk.desktop.strip.link_marks import LinkMarks
from cti_desk.desktop.strip.number_field import NumberField
from cti_desk.desktop.strip.queue_button import QueueButton
from cti_desk.desktop.strip.state_button import StateButton
from cti_desk.desktop.theme import GRID, PADDING, Theme
from cti_desk.desktop.widgets.breath import Breath
from cti_desk.desktop.widgets.buttons import IconButton
from cti_desk.desktop.widgets.hairline import Hairline
from cti_desk.desktop.widgets.plain import show_tooltip
from cti_desk.desktop.words import tr


class Row(QWidget):
    """Lays out the parts; what they do is wired by the strip."""

    def __init__(self, theme: Theme, actions: DeskActions, breath: Breath, parent: QWidget) -> None:
        super().__init__(parent)
        self.state = StateButton(theme, self)
        self.calls = CallRow(theme, actions, breath, self)
        self.dial = NumberField(theme, actions, tr("Number or name"), "phone", tr("Dial"), self)
        self.marks = LinkMarks(theme, self)
        self.queues = QueueButton(theme, self)
        self.menu = IconButton(theme, "ellipsis-vertical", tr("Menu"), "flat", parent=self)
        px = theme.px
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, px(GRID), 0)
        row.setSpacing(0)
        row.addWidget(self.state)
        row.addWidget(self.calls)
        row.addWidget(Hairline(theme))
        row.addSpacing(px(PADDING))
        row.addWidget(self.dial, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(px(PADDING))
        row.addWidget(Hairline(theme))
        row.addSpacing(px(2 * GRID))
        row.addWidget(self.marks)
        row.addWidget(self.queues)
        row.addWidget(self.menu)
        self.calls.hide()

    def show_view(self, view: StripView, before: StripView | None) -> None:
        """Show what changed."""
        if before is None or before.state != view.state:
            self.state.show_view(view.state)
        if before is None or (before.calls, before.more_calls) != (view.calls, view.more_calls):
            self.calls.show_views(view.calls, view.more_calls)
        if before is None or before.link != view.link:
            self.marks.show_view(view.link)
        if before is None or before.queues != view.queues:
            self.queues.show_summary(view.queues)
        if before is None or before.dial_why_not != view.dial_why_not:
            self.dial.go.setEnabled(not view.dial_why_not)
            self.dial.go.name(tr("Dial"))
            show_tooltip(self.dial.go, view.dial_why_not or tr("Dial"))
            self.dial.go.setAccessibleDescription(view.dial_why_not)

    def width_needed(self) -> int:
        """What all parts need together."""
        self._row.invalidate()
        return self._row.sizeHint().width()

    def width_without_calls(self) -> int:
        """What the parts besides the calls need. Nothing is hidden: it could have the keyboard."""
        calls = 0 if self.calls.isHidden() else self.calls.width_needed()
        return self.width_needed() - calls

    def control_x(self, call_id: str | None, of_agent: bool) -> int:
        """Where the control of a command is, for what is said about it."""
        if of_agent:
            return 0
        entry = self.calls.entry(call_id) if call_id else None
        if entry is None and len(self.calls.entries()) == 1 and call_id is not None:
            entry = self.calls.entries()[0]
        target = entry if entry is not None and not entry.isHidden() else self.dial
        return target.mapTo(self, target.rect().topLeft()).x()
