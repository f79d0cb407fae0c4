"""All call entries side by side; what does not fit folds into "+2"."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from cti_desk.desktop.actions import DeskActions
from cti_desk.desktop.presenters.calls import CallView
from cti_desk.desktop.strip.call_entry import CallEntry
from cti_desk.desktop.strip.fold import FoldButton
from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.breath import Breath


class CallRow(QWidget):
    """Entries keep their place while their call lives, and the one being typed into stays."""

    pressed = Signal(str, object)
    resized = Signal()

    def __init__(
        self, theme: Theme, actions: DeskActions, breath: Breath, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._actions, self._breath = theme, actions, breath
        self._entries: dict[str, CallEntry] = {}
        self._views: tuple[CallView, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.fold = FoldButton(theme, self)
        self.fold.pressed.connect(self.pressed)
        self._row.addWidget(self.fold)

    def entries(self) -> list[CallEntry]:
        """The entries that are shown unfolded, in order."""
        return [entry for entry in self._entries.values() if not entry.isHidden()]

    def entry(self, call_id: str) -> CallEntry | None:
        """The entry of a call, unfolded or not."""
        return self._entries.get(call_id)

    def width_needed(self) -> int:
        """What everything that is unfolded needs."""
        return self._row.sizeHint().width()

    def show_views(self, views: tuple[CallView, ...]) -> None:
        """Show these calls."""
        self._views = views
        wanted = {view.id for view in views}
        for call_id in [known for known in self._entries if known not in wanted]:
            entry = self._entries.pop(call_id)
            self._row.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        for view in views:
            self._entry(view.id).show_view(view)

    def fit(self, width: int) -> None:
        """Fold what does not fit into a width; what is being typed into never folds."""
        order = sorted(self._views, key=lambda view: not self._typing(view.id))
        left, folded = width, []
        widths = {view.id: self._width(self._entries[view.id]) for view in order}
        if sum(widths.values()) > width:
            left -= self.fold.sizeHint().width()
        for view in order:
            fits = widths[view.id] <= left or self._typing(view.id)
            self._entries[view.id].setVisible(fits)
            if fits:
                left -= widths[view.id]
            else:
                folded.append(view)
        self.fold.show_views(tuple(view for view in self._views if view in folded))
        self.fold.setVisible(bool(folded))
        self.setVisible(bool(self._views))
        self.updateGeometry()

    def _typing(self, call_id: str) -> bool:
        entry = self._entries.get(call_id)
        return entry is not None and entry.field is not None

    def _entry(self, call_id: str) -> CallEntry:
        entry = self._entries.get(call_id)
        if entry is None:
            entry = CallEntry(self._theme, self._actions, self._breath, self)
            entry.pressed.connect(self.pressed)
            entry.resized.connect(self.resized)
            self._entries[call_id] = entry
            self._row.insertWidget(self._row.count() - 1, entry)
            entry.show()
        return entry

    @staticmethod
    def _width(entry: CallEntry) -> int:
        return entry.width_needed()
