"""The page of third-party notices: complete, as generated, and honest about what it cannot read."""

from __future__ import annotations

from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest

from scripts import make_notices


def test_the_page_is_as_generated() -> None:
    assert make_notices.main(["--check"]) == 0


def test_a_stale_page_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(make_notices, "PAGE", tmp_path / "NOTICES.md")
    assert make_notices.main(["--check"]) == 1
    assert "make_notices" in capsys.readouterr().out
    assert make_notices.main([]) == 0
    assert make_notices.main(["--check"]) == 0


def test_what_the_program_imports_is_there() -> None:
    rows = "".join(make_notices.rows())
    for name in ("PySide6_Essentials", "msgspec", "slixmpp", "uvicorn", "pywin32", "requests"):
        assert f"| {name} |" in rows
    assert "| pytest |" not in rows, "tests are not shipped"


def test_every_licence_is_one_short_expression() -> None:
    for row in make_notices.rows():
        licence = row.split("|")[2].strip()
        assert licence
        assert len(licence) < 40
        assert "UNKNOWN" not in licence


class Found(Distribution):
    """A package that says this of its licence."""

    def __init__(self, **says: str | list[str]) -> None:
        lines = ["Metadata-Version: 2.4", "Name: thing", "Version: 1"]
        for key, value in says.items():
            for one in [value] if isinstance(value, str) else value:
                lines.append(f"{key.replace('_', '-')}: {one}")
        self.text = "\n".join(lines) + "\n"

    def read_text(self, filename: str) -> str | None:
        return self.text if filename == "METADATA" else None

    def locate_file(self, path: object) -> Path:
        raise AssertionError("only the metadata is read")


@pytest.mark.parametrize(
    ("found", "licence"),
    [
        (Found(License_Expression="MIT", License="whatever"), "MIT"),
        (Found(License="Apache 2.0"), "Apache-2.0"),
        (Found(License="x" * 300, Classifier="License :: OSI Approved :: MIT License"), "MIT"),
        (
            Found(License="UNKNOWN", Classifier=["License :: OSI Approved :: BSD License"]),
            "BSD-3-Clause",
        ),
    ],
)
def test_how_a_licence_is_read(found: Distribution, licence: str) -> None:
    assert make_notices.licence_of(found) == licence


def test_a_package_that_says_nothing_has_to_be_read_by_a_person() -> None:
    with pytest.raises(SystemExit, match="thing: no licence found"):
        make_notices.licence_of(Found())


def test_bad_metadata_is_corrected() -> None:
    assert make_notices.licence_of(distribution("lockfile")) == "MIT"
