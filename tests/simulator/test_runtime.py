import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from cti_desk.simulator import runtime


def test_the_directory_is_this_users_only() -> None:
    path = runtime.directory()
    assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert path.parent == Path(os.environ["XDG_RUNTIME_DIR"])


def test_without_a_runtime_directory_one_is_made_among_the_temporary_ones(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert runtime.directory() == tmp_path / f"cti-desk-simulators-{os.getuid()}"


def test_a_directory_open_to_others_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    runtime.directory().chmod(0o755)
    with pytest.raises(runtime.UnsafeDirectory, match="0700"):
        runtime.directory()


def test_only_simulators_that_live_are_found(tmp_path: Path) -> None:
    runtime.register({"vendor": "one", "addresses": {"control": "127.0.0.1:1"}}, tmp_path)
    dead = subprocess.Popen([sys.executable, "-c", "pass"])
    dead.wait()
    for name, text in {
        "dead": json.dumps({"pid": dead.pid, "vendor": "dead"}),
        "broken": "{",
        "odd": '{"pid": "x"}',
    }.items():
        (tmp_path / f"{name}.running.json").write_text(text)
    assert [entry["vendor"] for entry in runtime.running(tmp_path)] == ["one"]
    assert len(list(tmp_path.iterdir())) == 1
