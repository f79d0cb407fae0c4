"""The link mark and the standing warnings beside it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cti_desk.desktop.presenters.link import LinkView, MarkView
from cti_desk.desktop.theme import GRID, Theme
from cti_desk.desktop.widgets.buttons import IconButton


class LinkMarks(QWidget):
    """Pictures with tooltips; pressing one says its sentence in the strip."""

    asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: LinkView | None = None
        self._marks: dict[MarkView, IconButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(GRID) // 2)
        self.link = IconButton(theme, "link-2", "", "flat", parent=self)
        self.link.clicked.connect(self._ask_link)
        self._row.addWidget(self.link)
        theme.changed.connect(self._restyle)

    def show_view(self, view: LinkView) -> None:
        """Show the link and its marks."""
        self._view = view
        self.link.name(view.spoken)
        self._restyle()
        for mark in [known for known in self._marks if known not in view.marks]:
            button = self._marks.pop(mark)
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        for index, mark in enumerate(view.marks):
            if mark not in self._marks:
                self._marks[mark] = self._button(mark)
                self._row.insertWidget(index, self._marks[mark])
                self._marks[mark].show()
        self.updateGeometry()

    def marks(self) -> list[IconButton]:
        """The standing warnings' buttons, in order."""
        return list(self._marks.values())

    def _button(self, mark: MarkView) -> IconButton:
        button = IconButton(self._theme, mark.icon, mark.text, "flat", parent=self)
        button.picture(mark.icon, self._colour(mark))
        button.about = mark.text
        button.told.connect(self._ask)
        return button

    def _colour(self, mark: MarkView) -> QColor:
        colours = self._theme.colours
        return colours.accent if mark.icon == "flask-conical" else colours.warning

    def _ask(self, text: str) -> None:
        self.asked.emit(text)

    def _ask_link(self) -> None:
        if self._view is not None:
            self.asked.emit(self._view.text)

    def _restyle(self) -> None:
        colours = self._theme.colours
        tone = self._view.tone if self._view else "warning"
        colour = {"calm": None, "warning": colours.warning, "stopped": colours.danger}[tone]
        self.link.picture("link-2" if tone == "calm" else "link-2-off", colour)
        for mark, button in self._marks.items():
            button.picture(mark.icon, self._colour(mark))
