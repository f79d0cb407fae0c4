from __future__ import annotations

from pathlib import Path

import pytest

from cti_desk.core.errors import SettingsError
from cti_desk.settings.documents import error_of, read


def test_values_and_where_they_stand(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text("\n[desk]\nx = 1\n")
    document = read(file)
    assert document.found
    assert document.values == {"desk": {"x": 1}}
    assert str(document.problem(("desk", "x"), "is odd.")) == f"{file}, line 3: is odd."
    assert str(document.problem((), "is odd.")) == f"{file}: is odd."


def test_a_missing_file_is_empty(tmp_path: Path) -> None:
    document = read(tmp_path / "a.toml")
    assert not document.found
    assert document.values == {}


def test_an_error_carries_its_first_place(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text("x = 1\ny = 2\n")
    document = read(file)
    error = error_of(file, [document.problem(("x",), "one."), document.problem(("y",), "two.")])
    assert error.details == {"file": str(file), "line": 1, "key": "x"}
    assert str(error).splitlines() == [f"{file}, line 1: one.", f"{file}, line 2: two."]


def test_a_file_that_ends_too_early_is_told_with_its_last_line(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text("x = 1\ny = [\n")
    with pytest.raises(SettingsError, match="line 2: this is not valid TOML"):
        read(file)


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 5000 + "]" * 5000,
        "x = " + "{a=" * 5000 + "1" + "}" * 5000,
        # Read by tomllib, each of these takes minutes.
        ".".join(["a"] * 200_000) + " = 1",
        "[" + ".".join(["a"] * 200_000) + "]",
        "x = {" + ".".join(["a"] * 200_000) + " = 1}",
    ],
    ids=["lists", "tables", "key", "heading", "key in a table"],
)
def test_what_is_nested_too_deep_is_told_in_words(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.toml"
    file.write_text(text)
    with pytest.raises(SettingsError, match="too deep within each other"):
        read(file)


def test_a_file_without_end_is_not_read_to_its_end() -> None:
    with pytest.raises(SettingsError, match="too large"):
        read(Path("/dev/zero"))
