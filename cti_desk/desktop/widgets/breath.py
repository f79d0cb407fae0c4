"""The only thing that moves: the mark of a ringing call breathes."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import QObject, QTimer, Signal

from cti_desk.desktop import compat
from cti_desk.desktop.theme import BREATH_MS, BREATH_STEP_MS

_FAINTEST = 0.3


class Breath(QObject):
    """An opacity between faint and full while something rings; still when the system wishes so."""

    moved = Signal()

    def __init__(self, wanted: bool | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = wanted
        self._timer = QTimer(self)
        self._timer.setInterval(BREATH_STEP_MS)
        self._timer.timeout.connect(self.moved)

    def wish(self, wanted: bool | None) -> None:
        """Move or not, whatever the system wishes; ``None`` follows it."""
        self._wanted = wanted

    def run(self, ringing: bool) -> None:
        """Breathe while something rings."""
        moving = compat.animations_wanted() if self._wanted is None else self._wanted
        if ringing and moving and not self._timer.isActive():
            self._timer.start()
        elif not ringing and self._timer.isActive():
            self._timer.stop()
            self.moved.emit()

    def opacity(self) -> float:
        """The opacity now, 1.0 when nothing rings."""
        if not self._timer.isActive():
            return 1.0
        phase = time.monotonic() * 1000 % BREATH_MS / BREATH_MS
        return _FAINTEST + (1 - _FAINTEST) * (1 + math.cos(2 * math.pi * phase)) / 2
