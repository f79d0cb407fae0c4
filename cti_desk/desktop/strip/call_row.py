"""All call entries side by side; what does not fit folds into "+2"."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from cti_desk.desktop.actions import DeskActions
from cti_desk.desktop.presenters.calls import CallView
from cti_desk.desktop.strip.call_entry import CallEntry
from cti_desk.desktop.strip.fold import FoldButton
from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.breath import Breath

_SPARE: Final = 4


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
        self._more = 0
        self._spare: list[CallEntry] = []
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
        """The entry of a call, unfolded or not; ``None`` where the call is only counted."""
        view = next((view for view in self._views if view.id == call_id), None)
        return None if view is None else self._entry(view)

    def width_needed(self) -> int:
        """What everything that is unfolded needs."""
        self._row.invalidate()
        self.updateGeometry()
        return self._row.sizeHint().width()

    def show_views(self, views: tuple[CallView, ...], more: int = 0) -> None:
        """Show these calls, and how many more there are."""
        self._views, self._more = views, more
        wanted = {view.id for view in views}
        for call_id in [known for known in self._entries if known not in wanted]:
            self._put_away(self._entries.pop(call_id))
        for view in views:
            if view.id in self._entries:
                self._entries[view.id].show_view(view)

    def fit(self, width: int) -> None:
        """Fold the entries that do not fit into a width. An entry that is being typed into never
        folds.

        Entries are built only for calls that have room.
        """
        shown = self._fitting(width)
        for call_id, entry in self._entries.items():
            entry.setVisible(call_id in shown)
        folded = tuple(view for view in self._views if view.id not in shown)
        self.fold.show_views(folded, self._more)
        self.fold.setVisible(bool(folded) or self._more > 0)
        self.setVisible(bool(self._views))
        self.updateGeometry()

    def _fitting(self, width: int) -> set[str]:
        """The calls that find room, and those being typed into whether they do or not."""
        order = sorted(self._views, key=lambda view: not self._typing(view.id))
        shown: list[tuple[str, int]] = []
        used = 0
        for view in order:
            needed = self._entry(view).width_needed()
            if used + needed > width and not self._typing(view.id):
                break
            shown.append((view.id, needed))
            used += needed
        if len(shown) < len(order) or self._more:
            width -= self.fold.width_for(len(order), self._more)
        while shown and used > width and not self._typing(shown[-1][0]):
            used -= shown.pop()[1]
        return {call_id for call_id, _ in shown}

    def _typing(self, call_id: str) -> bool:
        entry = self._entries.get(call_id)
        return entry is not None and entry.field is not None

    def _entry(self, view: CallView) -> CallEntry:
        entry = self._entries.get(view.id)
        if entry is None:
            entry = self._spare.pop() if self._spare else self._build()
            entry.show_view(view)
            self._entries[view.id] = entry
            self._row.insertWidget(self._row.count() - 1, entry)
        return entry

    def _build(self) -> CallEntry:
        entry = CallEntry(self._theme, self._actions, self._breath, self)
        entry.pressed.connect(self.pressed)
        entry.resized.connect(self.resized)
        return entry

    def _put_away(self, entry: CallEntry) -> None:
        """Keep the entry of a call that is over for the next call, because building one takes
        longest.
        """
        self._row.removeWidget(entry)
        entry.hide()
        if entry.field is None and not entry.has_menu_open() and len(self._spare) < _SPARE:
            self._spare.append(entry)
        else:
            entry.deleteLater()
