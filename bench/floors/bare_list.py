"""Qt's own table of plain words, as long as the panel: prints the p99 of its frames.

A frame changes one row's words and paints every visible row.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView

ROWS = 7200
FRAMES = 1000
WARM_UP = 50


def main() -> None:
    app = QApplication(sys.argv)
    model = QStandardItemModel(ROWS, 1)
    for number in range(ROWS):
        model.setItem(number, 0, QStandardItem(f"User {number:05}"))
    view = QTableView()
    view.setModel(model)
    view.horizontalHeader().setStretchLastSection(True)
    view.resize(520, 560)
    view.show()
    app.processEvents()
    times = []
    for number in range(WARM_UP + FRAMES):
        started = time.perf_counter()
        model.item(number % ROWS, 0).setText(f"Changed {number}")
        if number % 10 == 0:
            bar = view.verticalScrollBar()
            bar.setValue((bar.value() + bar.pageStep()) % max(1, bar.maximum()))
        view.viewport().update()
        app.processEvents()
        times.append((time.perf_counter() - started) * 1e3)
    print(sorted(times[WARM_UP:])[FRAMES * 99 // 100])


if __name__ == "__main__":
    main()
