from __future__ import annotations

from pathlib import Path

import pytest

from scripts import make_schema


def test_the_published_schemas_are_as_generated() -> None:
    assert make_schema.main(["--check"]) == 0


def test_stale_missing_and_left_over_files_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(make_schema, "resource_path", lambda *parts: tmp_path.joinpath(*parts))
    assert make_schema.main([]) == 0
    assert make_schema.main(["--check"]) == 0
    (tmp_path / "schema" / "snapshot.json").write_text("{}")
    (tmp_path / "schema" / "events" / "Held.json").unlink()
    (tmp_path / "schema" / "events" / "Gone.json").write_text("{}")
    assert make_schema.main(["--check"]) == 1
    said = capsys.readouterr().out
    assert all(name in said for name in ("snapshot.json", "Held.json", "Gone.json"))
    assert make_schema.main([]) == 0
    assert make_schema.main(["--check"]) == 0
