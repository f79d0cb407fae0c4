from __future__ import annotations

import pytest

from cti_desk.desktop import platform


@pytest.mark.parametrize(
    ("env", "chosen"),
    [
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "xcb"),
        ({"XDG_SESSION_TYPE": "wayland", "DISPLAY": ":0"}, "xcb"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, None),
        ({"DISPLAY": ":0"}, None),
        ({}, None),
        ({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0", "QT_QPA_PLATFORM": "wayland"}, "wayland"),
    ],
)
def test_xwayland_is_preferred_unless_somebody_chose(
    env: dict[str, str], chosen: str | None
) -> None:
    platform.choose_platform(env)
    assert env.get("QT_QPA_PLATFORM") == chosen


@pytest.mark.usefixtures("qapp")
def test_the_screen_with_the_pointer_is_one_that_exists() -> None:
    assert platform.screen_with_pointer() is not None
    assert not platform.is_native_wayland()
    assert platform.is_composited()
    assert "XWayland" in platform.wayland_notice()
