from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cti_desk.simulator.clock import SimulatedTime
from cti_desk.simulator.errors import Invalid, NotFound
from cti_desk.simulator.script import read, run_file

RAN: list[tuple[str, dict[str, Any]]] = []


def run(verb: str, params: Mapping[str, Any]) -> Any:
    if params.get("agent") == "nobody":
        raise NotFound("There is no agent nobody.")
    RAN.append((verb, dict(params)))
    return {"call": f"id-{len(RAN)}"}


@pytest.fixture(autouse=True)
def _nothing_ran() -> None:
    RAN.clear()


def write(tmp_path: Path, text: str, name: str = "day.jsonl") -> str:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return str(path)


def test_steps_run_in_order_and_names_stand_for_calls(tmp_path: Path) -> None:
    time = SimulatedTime(frozen_at=0)
    file = write(
        tmp_path,
        '# a comment\n{"verb": "ring", "agent": "a1", "from": "1", "as": "first"}\n\n'
        '{"advance": 20}\n{"wait": 0}\n{"verb": "answer", "call": "$first"}\n',
    )
    result = run_file(file, run, time)
    assert RAN == [("ring", {"agent": "a1", "from": "1"}), ("answer", {"call": "id-1"})]
    assert time.now() == 20
    assert result == {"steps": 4, "calls": {"first": "id-1"}}


def test_toml_says_the_same(tmp_path: Path) -> None:
    text = '[[step]]\nverb = "ring"\nagent = "a1"\nfrom = "1"\n[[step]]\nadvance = 1.5\n'
    assert run_file(write(tmp_path, text, "day.toml"), run, SimulatedTime())["steps"] == 2
    assert RAN == [("ring", {"agent": "a1", "from": "1"})]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("secret words", "Line 1 .* is not JSON"),
        ("[1]", "Line 1 .* is no step"),
        ('{"verb": "dance"}', "Step 1 .*no verb 'dance'"),
        ('{"verb": "ring"}', "Step 1 .*needs from"),
        ('{"verb": "answer", "call": "$x"}', "No earlier step was named 'x'"),
        ('{"verb": "script", "file": "x"}', "cannot run a script"),
        ('{"wait": "long"}', "wait must be a number"),
        ('{"wait": -1}', "wait must be a number"),
        ("{}", "neither a verb nor a wait"),
        ('{"wait": 0}\n{"verb": "answer", "agent": "nobody"}', "Step 2 .*no agent nobody"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(Invalid, match=words) as caught:
        run_file(write(tmp_path, text), run, SimulatedTime(frozen_at=0))
    assert "secret words" not in str(caught.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="cannot be read"):
        read(tmp_path / "missing.jsonl")
    with pytest.raises(Invalid, match="not TOML"):
        read(Path(write(tmp_path, "= =", "x.toml")))
    with pytest.raises(Invalid, match=r"no \[\[step\]\]"):
        read(Path(write(tmp_path, "a = 1", "y.toml")))
    with pytest.raises(Invalid, match="too large"):
        read(Path(write(tmp_path, " " * 1_100_000, "z.jsonl")))
