from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from scripts import pictures


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
def test_pictures_of_every_situation_are_taken(tmp_path: Path) -> None:
    assert pictures.take(tmp_path, [("dark", 200)]) == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert {"dark-200-01-ready.png", "dark-200-30-pop.png", "dark-200-sheet.png"} <= names
    strip = QImage(str(tmp_path / "dark-200-01-ready.png"))
    assert strip.height() == 2 * (44 + 2 * pictures.MARGIN)
    row = [strip.pixelColor(x, strip.height() // 2) for x in range(0, strip.width(), 4)]
    assert sum(colour.lightness() < 80 for colour in row) > len(row) / 2
