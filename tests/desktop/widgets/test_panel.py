from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt

from cti_desk.desktop import platform
from cti_desk.desktop.theme import PANEL_RADIUS, Theme
from cti_desk.desktop.widgets.panel import Panel


@pytest.mark.parametrize("composited", [True, False])
def test_corners_are_round_with_and_without_a_compositor(
    theme: Theme, monkeypatch: pytest.MonkeyPatch, composited: bool
) -> None:
    monkeypatch.setattr(platform, "is_composited", lambda: composited)
    panel = Panel(theme, Qt.WindowType.Window)
    panel.resize(80, 40)
    panel.show()
    image = panel.grab().toImage()
    if composited:
        assert panel.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        assert image.pixelColor(0, 0).alpha() < 255
    else:
        assert not panel.mask().contains(panel.rect().topLeft())
        assert image.pixelColor(40, 0) == theme.colours.line
    assert image.pixelColor(40, PANEL_RADIUS) == theme.colours.window
    panel.close()


def test_a_panel_tells_the_theme_when_the_system_changes(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    monkeypatch.setattr(theme, "refresh", lambda: looked.append(1))
    panel = Panel(theme, Qt.WindowType.Window)
    for kind in (QEvent.Type.ApplicationPaletteChange, QEvent.Type.ApplicationFontChange):
        panel.changeEvent(QEvent(kind))
    assert len(looked) == 2


def test_it_never_takes_the_keyboard_by_being_shown(theme: Theme) -> None:
    panel = Panel(theme, Qt.WindowType.Tool)
    assert panel.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert panel.windowFlags() & Qt.WindowType.FramelessWindowHint
