from __future__ import annotations

import ast
from pathlib import Path

import pytest

from scripts import make_stubs


def test_the_types_are_as_generated() -> None:
    assert make_stubs.main(["--check"]) == 0


def test_a_stale_file_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for of in make_stubs.typed():
        (tmp_path / of.folder).mkdir(parents=True)
        for name in make_stubs.FILES:
            text = (make_stubs.SOURCES / of.folder / name).read_text("utf-8")
            (tmp_path / of.folder / name).write_text(text.replace("AgentInfo", "AgentNews"))
    monkeypatch.setattr(make_stubs, "SOURCES", tmp_path)
    assert make_stubs.main(["--check"]) == 1
    out = capsys.readouterr().out
    assert all(f"{name} is not as generated" in out for name in make_stubs.FILES)


@pytest.mark.parametrize("of", list(make_stubs.typed()), ids=lambda of: of.title)
def test_every_method_is_a_signature_with_its_help(of: make_stubs.Typed) -> None:
    (calls,) = (one for one in ast.parse(make_stubs.stub(of)).body if isinstance(one, ast.ClassDef))
    found = [one for one in calls.body if isinstance(one, ast.AsyncFunctionDef)]
    assert [ast.get_docstring(one) for one in found] == [one.help for one in of.methods.values()]
    assert [ast.unparse(one.args.posonlyargs[1].annotation or one) for one in found] == [
        f"Literal['{name}']" for name in of.methods
    ]
    assert all("overload" in ast.unparse(one.decorator_list[0]) for one in found)
