"""One user has one desk, whatever the environment of the program that asks for it."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support.desk_process import PROGRAM, Desk, own_directories


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk without a telephone system."""
    config = tmp_path / "settings.toml"
    config.write_text('[dialing]\ncountry = "DE"\n')
    desk = Desk(tmp_path, own_directories(dict(os.environ), tmp_path), config)
    try:
        yield desk
    finally:
        desk.close()
        # Programs without XDG_RUNTIME_DIR have made this one.
        elsewhere = Path(f"/tmp/cti-desk-{os.getuid()}")
        (elsewhere / f"{desk.instance}.lock").unlink(missing_ok=True)
        with suppress(OSError):
            elsewhere.rmdir()


def run(desk: Desk, *words: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Run the program with some variables changed, or taken away."""
    env = {**desk.env, **{name: value for name, value in changes.items() if value is not None}}
    for name in (name for name, value in changes.items() if value is None):
        env.pop(name, None)
    return subprocess.run(
        [str(PROGRAM), "--instance", desk.instance, *words],
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("runtime", [None, "other"])
def test_the_same_user_with_another_runtime_directory(
    desk: Desk, runtime: str | None, tmp_path: Path
) -> None:
    if runtime is not None:
        (tmp_path / runtime).mkdir(mode=0o700)
        runtime = str(tmp_path / runtime)
    found = run(desk, "explain", "number", "030 123456", XDG_RUNTIME_DIR=runtime)
    assert "+4930123456" in found.stdout
    assert run(desk, "status", XDG_RUNTIME_DIR=runtime).returncode == 0
    second = run(desk, XDG_RUNTIME_DIR=runtime)
    assert (second.returncode, second.stderr) == (0, "")
    assert "runs already" in second.stdout
    assert run(desk, "status").returncode == 0


def test_a_second_start_says_what_it_did(desk: Desk, tmp_path: Path) -> None:
    elsewhere = run(desk, DISPLAY=":77", WAYLAND_DISPLAY=None)
    assert elsewhere.returncode == 2
    assert ":77" in elsewhere.stderr
    again = run(desk, "--config", str(desk.config))
    assert (again.returncode, again.stderr) == (0, "")
    other = run(desk, "--config", str(tmp_path / "other.toml"))
    assert other.returncode == 2
    assert str(desk.config) in other.stderr


def test_a_killed_desk_leaves_nothing_that_stops_the_next(desk: Desk) -> None:
    assert desk.program is not None
    desk.program.signal(signal.SIGKILL)
    desk.program.wait()
    assert run(desk, "status", XDG_RUNTIME_DIR=None).returncode == 3
    desk.start()
    assert run(desk, "status", XDG_RUNTIME_DIR=None).returncode == 0
