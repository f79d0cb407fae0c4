from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cti_desk.cli import com
from cti_desk.ipc.com.registration import Key, is_registered
from tests.ipc.com.test_registration import MemoryTree
from tests.support.cli import run


@pytest.mark.parametrize("word", ["register", "unregister", "serve"])
def test_elsewhere_it_says_so(word: str) -> None:
    done = run("com", word)
    assert done.code == 2
    assert done.err == "cti-desk: COM objects exist only on Windows.\n"


def test_a_word_it_does_not_know() -> None:
    assert run("com", "explode").code == 2


def test_com_s_own_word_is_no_fault() -> None:
    assert "only on Windows" in run("com", "serve", "-Embedding").err


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    path = com.library_path(com.default_folder())
    path.parent.mkdir(parents=True)
    path.write_bytes(b"MSFT")
    return path


def test_there_and_back(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tree = MemoryTree()
    com.register(tree, ["--instance", "two"])
    assert is_registered(tree)
    said = capsys.readouterr().out
    assert "Registered Instantvoice.Integration for you" in said
    assert said.rstrip().endswith("com serve --instance two")
    com.unregister(tree)
    assert tree.root == Key()
    assert not library.exists()


def test_a_server_has_no_console(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/windows/python.exe")
    assert com.server_command([])[0] == "/windows/pythonw.exe"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/program/cti-desk.exe")
    assert com.server_command(["--profile", "office"]) == [
        "/program/cti-deskw.exe",
        "com",
        "serve",
        "--profile",
        "office",
    ]
