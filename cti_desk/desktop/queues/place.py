"""What the panel remembers between starts: its place and size, its order, what is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize

from cti_desk.core.ports import Memory
from cti_desk.desktop.presenters.queue_rows import SORTS, Wish

_PLACE: Final = "queues.place"
_WISH: Final = "queues.wish"
_OPEN: Final = "queues.open"
_MOST_TURNED: Final = 500


def read_place(memory: Memory, usual: QSize, areas: Sequence[QRect]) -> QRect:
    """Where the window belongs, on a screen that exists; in the first one's middle at first."""
    value = memory.get(_PLACE)
    numbers = []
    if isinstance(value, Mapping):
        numbers = [value.get(key) for key in ("x", "y", "width", "height")]
    found = [number for number in numbers if isinstance(number, int)]
    if len(found) != 4:
        rect = QRect(areas[0].topLeft(), usual)
        rect.moveCenter(areas[0].center())
        return clamped(rect, areas)
    return clamped(QRect(*found), areas)


def write_place(memory: Memory, rect: QRect) -> None:
    """Remember where the window is and how big."""
    place = {"x": rect.x(), "y": rect.y(), "width": rect.width(), "height": rect.height()}
    memory.set(_PLACE, place)


def clamped(rect: QRect, areas: Sequence[QRect]) -> QRect:
    """The rectangle inside the usable area it has most in common with."""

    def common(area: QRect) -> int:
        both = area.intersected(rect)
        return both.width() * both.height() if both.isValid() else 0

    area = max(areas, key=common)
    size = rect.size().boundedTo(area.size())
    x = max(area.left(), min(rect.x(), area.right() + 1 - size.width()))
    y = max(area.top(), min(rect.y(), area.bottom() + 1 - size.height()))
    return QRect(x, y, size.width(), size.height())


def read_wish(memory: Memory) -> Wish:
    """The order and what is open; what cannot be understood is forgotten."""
    value = memory.get(_WISH)
    if not isinstance(value, Mapping):
        return Wish()
    sort = next((each for each in SORTS if each == value.get("sort")), Wish().sort)
    turned = value.get("turned")
    listed = turned if isinstance(turned, list) else []
    return Wish(
        sort=sort,
        by_state=value.get("by_state") is True,
        turned=frozenset(each for each in listed if isinstance(each, str)),
    )


def write_wish(memory: Memory, wish: Wish) -> None:
    """Remember the order and what is open; what is searched for is not kept."""
    turned = sorted(wish.turned)[:_MOST_TURNED]
    memory.set(_WISH, {"sort": wish.sort, "by_state": wish.by_state, "turned": turned})


def was_open(memory: Memory) -> bool:
    """Whether the panel was on the screen when the desk ended."""
    return memory.get(_OPEN) is True


def remember_open(memory: Memory, on: bool) -> None:
    """Remember whether the panel is on the screen."""
    memory.set(_OPEN, on)
