"""Where the strip stands: remembered, docked, and always on a screen that exists.

Its right end is what stays: a strip that gets wider grows to the left, so that the number field
does not move under the agent's hands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

from msgspec import Struct
from PySide6.QtCore import QPoint, QRect, QSize

Dock = Literal["free", "left", "right", "top", "bottom"]
DOCKS: tuple[Dock, ...] = get_args(Dock)


class Place(Struct, frozen=True):
    """``right`` is the x just beyond the strip, ``top`` the y of its row, ``screen`` a name."""

    right: int | None = None
    top: int | None = None
    dock: Dock = "free"
    screen: str = ""


def read_place(value: object) -> Place:
    """A remembered place; what cannot be understood is forgotten."""
    if not isinstance(value, Mapping):
        return Place()
    dock: Any = value.get("dock")
    right, top, screen = value.get("right"), value.get("top"), value.get("screen")
    return Place(
        right if isinstance(right, int) else None,
        top if isinstance(top, int) else None,
        dock if dock in DOCKS else "free",
        screen if isinstance(screen, str) else "",
    )


def write_place(place: Place) -> dict[str, Any]:
    """The place as a value to remember."""
    return {
        "right": place.right,
        "top": place.top,
        "dock": place.dock,
        "screen": place.screen,
    }


def opens_upwards(place: Place, area: QRect) -> bool:
    """Whether what opens from the strip has more room above it."""
    if place.dock == "bottom":
        return True
    top = area.top() if place.top is None else place.top
    return place.dock != "top" and top > area.center().y()


def corner(place: Place, size: QSize, row_height: int, area: QRect, margin: int) -> QPoint:
    """The top left corner for a strip of a size, inside the usable area of its screen.

    Without a remembered place it stands at the upper right, off the edge by ``margin``.
    """
    right = area.right() + 1 - margin if place.right is None else place.right
    top = area.top() + margin if place.top is None else place.top
    if place.dock == "right":
        right = area.right() + 1
    elif place.dock == "left":
        right = area.left() + size.width()
    elif place.dock == "top":
        top = area.top()
    elif place.dock == "bottom":
        top = area.bottom() + 1 - row_height
    if opens_upwards(place, area):
        top -= size.height() - row_height
    return _clamped(QPoint(right - size.width(), top), size, area)


def _clamped(point: QPoint, size: QSize, area: QRect) -> QPoint:
    x = max(area.left(), min(point.x(), area.right() + 1 - size.width()))
    y = max(area.top(), min(point.y(), area.bottom() + 1 - size.height()))
    return QPoint(x, y)
