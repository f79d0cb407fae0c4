"""What every test runs in: no display, no network, no settings or bus of the person who runs it."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support.network import keep_to_loopback

pytest_plugins = [
    "tests.support.loop",
    "tests.support.guards",
    "tests.support.rabbitmq",
    "tests.support.desktop_rig",
    "tests.support.desk_process",
]

os.environ["QT_QPA_PLATFORM"] = "offscreen"
# The desktop of whoever runs the tests stays out of it: no window, tray, bus or keyring of theirs.
for _name in ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "QT_STYLE_OVERRIDE", "QT_SCALE_FACTOR"):
    os.environ.pop(_name, None)
os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
os.environ["LC_ALL"] = "C.UTF-8"

settings.register_profile(
    "default",
    deadline=None,
    max_examples=100,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("ci", settings.get_profile("default"), derandomize=True)
settings.register_profile("quick", settings.get_profile("default"), max_examples=10)
settings.load_profile(
    os.environ.get("CTI_HYPOTHESIS") or ("ci" if os.environ.get("CI") else "default")
)


def pytest_configure(config: pytest.Config) -> None:
    # A run in the background is started with these ignored, and so would be all it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    config.addinivalue_line(
        "markers",
        "expected_log(regex, optional=False): this test causes that warning or error in the log",
    )
    config.addinivalue_line(
        "markers", "shows(vendor, *what): rows of the vendor's scorecard (scripts/scorecard.py)"
    )
    keep_to_loopback()


@pytest.fixture(autouse=True, scope="session")
def _own_directories() -> Iterator[None]:
    """Settings, data, cache and runtime directories of the run, below one temporary one.

    The name is short: a local socket's path must stay under 107 bytes.
    """
    with tempfile.TemporaryDirectory(prefix="cti-") as root, pytest.MonkeyPatch.context() as patch:
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            patch.setenv(f"XDG_{name}_HOME", str(Path(root, name.lower())))
        runtime = Path(root, "run")
        runtime.mkdir(mode=0o700)
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        yield
