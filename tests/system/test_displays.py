from __future__ import annotations

import sys

import pytest

from cti_desk.system.displays import displays


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="a session there has one display")
@pytest.mark.parametrize(
    ("x11", "wayland", "found"),
    [
        (":0", "", (":0",)),
        (":0.0", "", (":0",)),
        ("unix:0", "", (":0",)),
        ("localhost:10.0", "", ("localhost:10",)),
        (":1", "wayland-0", (":1", "wayland-0")),
        ("", "/run/user/1000/wayland-1", ("wayland-1",)),
        ("", "", ()),
    ],
)
def test_displays(
    x11: str, wayland: str, found: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", x11)
    monkeypatch.setenv("WAYLAND_DISPLAY", wayland)
    assert displays() == found
