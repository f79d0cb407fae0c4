from __future__ import annotations

import ast
from pathlib import Path

import pytest

from cti_desk.vendors.instantvoice.methods import METHODS
from scripts import make_stubs


def test_the_types_are_as_generated() -> None:
    assert make_stubs.main(["--check"]) == 0


def test_a_stale_file_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in make_stubs.FILES:
        text = (make_stubs.CLIENT / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace("AgentInfo", "AgentNews"))
    monkeypatch.setattr(make_stubs, "CLIENT", tmp_path)
    assert make_stubs.main(["--check"]) == 1
    out = capsys.readouterr().out
    assert all(f"{name} is not as generated" in out for name in make_stubs.FILES)


def test_every_method_is_a_signature_with_its_help() -> None:
    (calls,) = (one for one in ast.parse(make_stubs.stub()).body if isinstance(one, ast.ClassDef))
    found = [one for one in calls.body if isinstance(one, ast.AsyncFunctionDef)]
    assert [ast.get_docstring(one) for one in found] == [one.help for one in METHODS.values()]
    assert [ast.unparse(one.args.posonlyargs[1].annotation or one) for one in found] == [
        f"Literal['{name}']" for name in METHODS
    ]
    assert all("overload" in ast.unparse(one.decorator_list[0]) for one in found)
