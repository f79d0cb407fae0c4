"""Where screen-pops appear: the screen with the pointer, one above the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize


def stack(sizes: Sequence[QSize], area: QRect, avoid: QRect, gap: int) -> list[QPoint]:
    """The top left corners for pops, first at the lower right corner of the usable area.

    What is in ``avoid`` (the strip) stays free where there is room; what does not fit on top
    begins again at the bottom, a little to the left.
    """
    bottom, shift = area.bottom() + 1 - gap, 0
    points = []
    for size in sizes:
        x = area.right() + 1 - gap - shift - size.width()
        box = QRect(QPoint(x, bottom - size.height()), size)
        if box.intersects(avoid) and avoid.top() - gap - size.height() >= area.top():
            box.moveBottom(avoid.top() - gap - 1)
        if box.top() < area.top():
            shift += 6 * gap
            box = QRect(QPoint(box.x() - 6 * gap, area.bottom() + 1 - gap - size.height()), size)
        box.moveLeft(max(area.left(), box.left()))
        box.moveTop(max(area.top(), box.top()))
        points.append(box.topLeft())
        bottom = box.top() - gap
    return points
