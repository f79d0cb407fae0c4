from __future__ import annotations

import stat
from pathlib import Path

import pytest

from cti_desk.settings.memory import FileMemory


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "memory.json"


def test_values_survive_a_restart(file: Path) -> None:
    memory = FileMemory(file)
    memory.set("strip.place", [10, 20])
    memory.set("reasons", {"2": "Almoço"})
    assert memory.get("strip.place") == [10, 20]
    memory.flush()
    again = FileMemory(file)
    assert again.get("reasons") == {"2": "Almoço"}
    assert again.get("nothing", "else") == "else"
    assert again.notices == []


def test_only_the_owner_may_read_it(file: Path) -> None:
    memory = FileMemory(file)
    memory.set("a", 1)
    memory.flush()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_nothing_is_written_before_flush_or_without_a_change(file: Path) -> None:
    memory = FileMemory(file)
    memory.set("a", 1)
    assert not file.exists()
    memory.flush()
    before = file.stat().st_ino
    memory.set("a", 1)
    memory.flush()
    assert file.stat().st_ino == before


def test_its_owner_is_told_once_that_something_waits(file: Path) -> None:
    told: list[int] = []
    memory = FileMemory(file, lambda: told.append(1))
    memory.set("a", 1)
    memory.set("b", 1)
    assert told == [1]
    memory.flush()
    memory.set("a", 2)
    assert told == [1, 1]


def test_none_forgets(file: Path) -> None:
    memory = FileMemory(file)
    memory.set("a", 1)
    memory.set("a", None)
    memory.flush()
    assert FileMemory(file).get("a", "gone") == "gone"


@pytest.mark.parametrize("content", ["{", "[1]", "", "\udcff", "[" * 100_000])
def test_a_damaged_file_is_set_aside_and_told(file: Path, content: str) -> None:
    file.parent.mkdir()
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    memory = FileMemory(file)
    assert len(memory.notices) == 1
    assert "damaged" in memory.notices[0]
    memory.set("a", 1)
    memory.flush()
    assert FileMemory(file).get("a") == 1
    assert len(list(file.parent.glob("memory.json.damaged-*"))) == 1


def test_a_value_that_is_not_json_is_the_callers_mistake(file: Path) -> None:
    with pytest.raises(TypeError):
        FileMemory(file).set("a", object())


def test_a_place_that_cannot_be_written_is_told_once_a_flush(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    memory = FileMemory(tmp_path / "other" / "memory.json")
    (tmp_path / "other").write_text("")
    memory.set("a", 1)
    memory.flush()
    memory.flush()
    assert len(memory.notices) == 1
    assert "could not be saved" in memory.notices[0]


def test_text_that_is_no_text_is_remembered_as_far_as_it_goes(tmp_path: Path) -> None:
    memory = FileMemory(tmp_path / "memory.json")
    memory.set("device", "SIP/\ud800")
    memory.set("texts", {"1": "Lunch\x1b]0;x\x07\n"})
    memory.flush()
    assert memory.notices == []
    again = FileMemory(tmp_path / "memory.json")
    assert again.get("device") == memory.get("device") == "SIP/\ufffd"
    assert again.get("texts") == {"1": "Lunch"}


def test_a_file_that_others_have_written_to_is_read_with_care(tmp_path: Path) -> None:
    path = tmp_path / "memory.json"
    path.write_text('{"device": "\\ud800\\u001b[31mX"}')
    assert FileMemory(path).get("device") == "\ufffdX"
