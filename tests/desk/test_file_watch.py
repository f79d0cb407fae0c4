"""Watched files: written in place, replaced, appearing and vanishing."""

from __future__ import annotations

from pathlib import Path

from cti_desk.desk.file_watch import FileWatch
from tests.support.waiting import until


async def test_tells_of_every_way_a_file_changes(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    changes: list[str] = []
    watch = FileWatch(lambda: changes.append(file.read_text() if file.exists() else "gone"))
    watch.watch([file])

    file.write_text("appeared")
    await until(lambda: changes[-1:] == ["appeared"])
    file.write_text("written")
    await until(lambda: changes[-1:] == ["written"])
    new = tmp_path / "new"
    new.write_text("replaced")
    new.replace(file)
    await until(lambda: changes[-1:] == ["replaced"])
    file.write_text("still watched")
    await until(lambda: changes[-1:] == ["still watched"])
    file.unlink()
    await until(lambda: changes[-1:] == ["gone"])
    watch.close()


async def test_a_closed_watch_is_silent(tmp_path: Path) -> None:
    file, other = tmp_path / "a", tmp_path / "b" / "c"
    other.parent.mkdir()
    heard: list[str] = []
    closed = FileWatch(lambda: heard.append("closed"))
    closed.watch([file])
    closed.close()
    witness = FileWatch(lambda: heard.append("witness"))
    witness.watch([file])
    file.write_text("x")
    await until(lambda: heard)
    assert heard == ["witness"]
    witness.close()


async def test_a_file_that_may_not_be_looked_at_is_no_fault(tmp_path: Path) -> None:
    """The system refuses a name that is too long as it refuses a folder of somebody else's."""
    watch = FileWatch(lambda: None)
    watch.watch([tmp_path / ("x" * 300) / "people.csv", tmp_path / ("x" * 300)])
    watch.close()
