"""The rows as Qt's model: only what differs is told to the view."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from cti_desk.desktop.presenters.queue_rows import Block, Head, Row
from cti_desk.desktop.presenters.queues import RowView, Scene, row_view
from cti_desk.desktop.queues.edits import Edit, Remove, edits
from cti_desk.desktop.widgets.plain import plain
from cti_desk.desktop.words import tr

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


class QueueModel(QAbstractListModel):
    """A flat list: a queue's head, then what is below it.

    ``scene`` is what the words depend on besides the row; running times are read from it when a
    row is painted, so that a second costs the rows on the screen and not the list.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.scene = Scene()
        self._blocks: tuple[Block, ...] = ()
        self._rows: list[Row] = []
        self._heads: dict[Hashable, Head] = {}

    def show(self, blocks: tuple[Block, ...]) -> None:
        """Become these blocks, by the fewest insertions, removals and changes."""
        standing, self._blocks = list(self._blocks), blocks
        heads = [block[0] for block in blocks]
        self._heads = {head.id: head for head in heads if isinstance(head, Head)}
        steps = edits([block[0].key for block in standing], [head.key for head in heads])
        for step in steps:
            self._arrange(standing, blocks, step)
        start = 0
        for was, block in zip(standing, blocks, strict=True):
            if was is not block:
                self._change(start, was, block)
            start += len(block)

    def row(self, number: int) -> Row:
        """The row at a place."""
        return self._rows[number]

    def view(self, number: int) -> RowView:
        """What the row at a place shows now."""
        return row_view(self._rows[number], self.scene)

    def place(self, key: Hashable) -> int:
        """Where the row with a key is, else -1."""
        return next((at for at, row in enumerate(self._rows) if row.key == key), -1)

    def head_of(self, number: int) -> Head | None:
        """The queue that the row at a place belongs to."""
        if not 0 <= number < len(self._rows):
            return None
        row = self._rows[number]
        return row if isinstance(row, Head) else self._heads.get(row.queue)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        at = index.row()
        if not 0 <= at < len(self._rows):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            view = self.view(at)
            return view.title or view.line
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(self.view(at).spoken)
        return self.view(at).spoken if role == Qt.ItemDataRole.AccessibleTextRole else None

    def headerData(
        self, section: int, across: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Only a screen reader sees headers: rows have none, a number would say nothing."""
        named = across == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return tr("Queues") if named else None

    def _arrange(self, standing: list[Block], blocks: Sequence[Block], step: Edit) -> None:
        """Bring whole queues to their place; ``standing`` are the blocks as they are now."""
        start, end = sum(map(len, standing[: step.at])), step.at + step.count
        if isinstance(step, Remove):
            self._remove(start, sum(map(len, standing[step.at : end])))
            del standing[step.at : end]
        else:
            come = blocks[step.at : end]
            self._insert(start, [row for block in come for row in block])
            standing[step.at : step.at] = come

    def _change(self, start: int, was: Block, block: Block) -> None:
        """Make one queue's rows those of its new block; the same objects are not looked at."""
        first, end = _same_ends(was, block)
        old, new = was[first : len(was) - end], block[first : len(block) - end]
        for step in edits([row.key for row in old], [row.key for row in new]):
            at = start + first + step.at
            if isinstance(step, Remove):
                self._remove(at, step.count)
            else:
                self._insert(at, new[step.at : step.at + step.count])
        looked_at = (0, *range(first, len(block) - end))
        changed = [offset for offset in looked_at if self._rows[start + offset] != block[offset]]
        self._rows[start : start + len(block)] = block
        for top, bottom in _runs(changed):
            self.dataChanged.emit(self.index(start + top), self.index(start + bottom))

    def _insert(self, at: int, rows: Sequence[Row]) -> None:
        self.beginInsertRows(_NOWHERE, at, at + len(rows) - 1)
        self._rows[at:at] = rows
        self.endInsertRows()

    def _remove(self, at: int, count: int) -> None:
        self.beginRemoveRows(_NOWHERE, at, at + count - 1)
        del self._rows[at : at + count]
        self.endRemoveRows()


def _same_ends(was: Block, block: Block) -> tuple[int, int]:
    """Where, below the heads, the first other object is, and how many are the same at the end."""
    shorter = min(len(was), len(block))
    first = 1
    while first < shorter and was[first] is block[first]:
        first += 1
    end = 0
    while end < shorter - first and was[-1 - end] is block[-1 - end]:
        end += 1
    return first, end


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Consecutive numbers as first and last."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    return runs
