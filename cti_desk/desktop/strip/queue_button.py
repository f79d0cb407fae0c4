"""The strip's way to the queue panel: how many wait, in words, and a warning sign if too many."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cti_desk.desktop.presenters.queue_panel import Summary
from cti_desk.desktop.presenters.queues import Level
from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.buttons import IconButton
from cti_desk.desktop.words import tr


class QueueButton(IconButton):
    """Not there at all while no queue is known."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "users", tr("Queues"), "flat", parent=parent)
        self._summary: Summary | None = None
        theme.changed.connect(self._show)
        self.hide()

    def show_summary(self, summary: Summary | None) -> None:
        """Show what is known of the queues."""
        self._summary = summary
        self._show()

    def _show(self) -> None:
        summary = self._summary
        if summary is not None:
            colours, level = self.theme.colours, summary.level
            sign = "users" if level is Level.CALM else "triangle-alert"
            self.picture(sign, (None, colours.warning, colours.danger)[level])
            self.name(summary.words)
        self.setVisible(summary is not None)
