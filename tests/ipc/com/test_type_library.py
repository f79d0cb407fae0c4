from __future__ import annotations

from pathlib import Path

import pytest

from cti_desk.ipc.com import type_library as module
from cti_desk.ipc.com.members import EVENTS, MEMBERS


def test_every_member_and_event_is_described() -> None:
    assert [one[0] for one in module.methods()] == [member.name for member in MEMBERS]
    assert [one[0] for one in module.events()] == [event.name for event in EVENTS]
    dial = next(one for one in module.methods() if one[0] == "CallDial")
    parameters = [("number", 12, 1), ("correlation_id", 12, 17), ("wait", 12, 17)]
    assert dial[1:5] == (40, 1, parameters, 8)
    state = next(one for one in module.methods() if one[0] == "State")
    assert state[2:4] == (2, [])
    assert module.events()[-1][3] == [("running", 11, 1)]


def test_other_members_are_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = module.library_path(tmp_path)
    assert before == module.library_path(tmp_path)
    assert before.suffix == ".tlb"
    monkeypatch.setattr(module, "MEMBERS", MEMBERS[:-1])
    assert module.library_path(tmp_path) != before


def test_a_library_that_is_there_is_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    path = module.library_path(module.default_folder())
    path.parent.mkdir(parents=True)
    path.write_bytes(b"MSFT")
    assert module.make_type_library(module.default_folder()) == path
    assert path.read_bytes() == b"MSFT"
