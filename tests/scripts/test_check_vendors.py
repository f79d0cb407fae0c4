from __future__ import annotations

from pathlib import Path

import pytest

from scripts.check_vendors import PARTS, problems
from scripts.gate import ROOT

POINTS = '[project.entry-points."cti_desk.vendors"]\nacme = "cti_desk.vendors.acme:VENDOR"\n'


def write(root: Path, name: str, text: str = "") -> None:
    path = root / "cti_desk/vendors/acme" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text(POINTS)
    for part in PARTS:
        write(tmp_path, part)
    write(tmp_path, "__init__.py", "VENDOR: Final = Vendor()\n")
    return tmp_path


def test_our_own_have_the_anatomy() -> None:
    assert problems(ROOT) == []


def test_a_folder_with_all_parts_is_as_it_should_be(root: Path) -> None:
    write(root, "live/agent.py", "from cti_desk.vendors.acme.messages import state\n")
    write(root, "client/link.py", "import asyncio\n")
    write(root, "../__init__.py")
    assert problems(root, {}) == []


def test_what_is_missing_and_what_lies_beside_is_named(root: Path) -> None:
    (root / "cti_desk/vendors/acme/live/__init__.py").unlink()
    write(root, "helpers.py")
    write(root, "util/__init__.py")
    assert problems(root, {}) == [
        "cti_desk/vendors/acme/live/__init__.py: is missing",
        "cti_desk/vendors/acme/helpers.py: belongs into one of the folder's parts",
        "cti_desk/vendors/acme/util/__init__.py: belongs into one of the folder's parts",
    ]


@pytest.mark.parametrize("text", ["", "VENDOR = Vendor()\nimport os\n", "OTHER = Vendor()\n"])
def test_the_descriptor_comes_last(root: Path, text: str) -> None:
    write(root, "__init__.py", text)
    assert problems(root, {}) == [
        "cti_desk/vendors/acme/__init__.py: does not end with VENDOR = Vendor(…)"
    ]


@pytest.mark.parametrize(
    "module", ["asyncio", "httpx", "cti_desk.vendors.acme.client.link", "socket"]
)
def test_what_is_pure_imports_nothing_that_acts(root: Path, module: str) -> None:
    write(root, "live/agent.py", f"from {module} import something\n")
    where = "cti_desk/vendors/acme/live/agent.py"
    assert problems(root, {}) == [f"{where}: imports {module}, but live/ is pure"]
    assert problems(root, {f"{where}: {module}": "because"}) == []


def test_the_entry_point_is_needed(root: Path) -> None:
    (root / "pyproject.toml").write_text(POINTS.replace("acme:", "other:"))
    assert problems(root, {}) == [
        "pyproject.toml: has no entry point acme = 'cti_desk.vendors.acme:VENDOR'"
    ]


def test_exceptions_must_be_needed(root: Path) -> None:
    assert problems(root, {"cti_desk/vendors/acme/gone.py": "because"}) == [
        "cti_desk/vendors/acme/gone.py: is an exception, but needs not be"
    ]
