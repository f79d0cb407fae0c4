"""`scripts/new_vendor.sh`, tried in a copy of the checkout: what it makes runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.check_mirrors import problems as mirror_problems
from scripts.check_vendors import problems as vendor_problems
from scripts.gate import ROOT

KEPT = ("cti_desk", "docs", "resources", "scripts", "tests", "pyproject.toml")
NO_CACHES = shutil.ignore_patterns("__pycache__")


def run(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(root), "RUFF_NO_CACHE": "true"}
    return subprocess.run(
        command, cwd=root, env=env, capture_output=True, text=True, timeout=300, check=False
    )


def new_vendor(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(root, "scripts/new_vendor.sh", *arguments)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("checkout")
    for name in KEPT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name, ignore=NO_CACHES)
        else:
            shutil.copy(ROOT / name, root / name)
    made = new_vendor(root, "acme_voice", "Acme Voice")
    assert made.returncode == 0, made.stderr
    assert "tests/vendors/test_contract.py -k acme_voice" in made.stdout
    return root


def test_what_is_made_has_the_anatomy_and_a_test_for_each_file(copy: Path) -> None:
    assert vendor_problems(copy) == []
    assert mirror_problems(copy) == []


def test_what_is_made_is_formatted_and_typed_as_everything_is(copy: Path) -> None:
    made = ("cti_desk/vendors/acme_voice", "tests/vendors/acme_voice")
    for command in (("ruff", "check", *made), ("ruff", "format", "--check", *made)):
        done = run(copy, sys.executable, "-m", *command)
        assert done.returncode == 0, done.stdout
    left = [
        path
        for part in made
        for path in (copy / part).rglob("*")
        if "@" in path.name
        or (path.is_file() and re.search("@(NAME|CLASS|TITLE)@", path.read_text("utf-8")))
    ]
    assert left == []


def test_its_page_and_its_scorecard_are_written(copy: Path) -> None:
    for script in ("make_vendor_doc", "make_scorecard"):
        assert run(copy, sys.executable, "-m", f"scripts.{script}").returncode == 0
    assert "| Method | What it does |" in (copy / "docs/acme_voice.md").read_text("utf-8")
    card = (copy / "cti_desk/vendors/acme_voice/SCORECARD.md").read_text("utf-8")
    assert card.startswith("# Acme Voice: what its documents hold")


def test_its_own_tests_pass(copy: Path) -> None:
    done = run(copy, sys.executable, "-m", "pytest", "-q", "tests/vendors/acme_voice")
    assert done.returncode == 0, done.stdout
    assert re.search(r"\b11 passed", done.stdout)


def test_the_contract_test_runs_and_fails_only_where_something_is_to_be_filled_in(
    copy: Path,
) -> None:
    contract = "tests/vendors/test_contract.py"
    chosen = ("-k", "acme_voice or every_telephone_system", "--tb=line")
    done = run(copy, sys.executable, "-m", "pytest", "-q", contract, *chosen)
    assert done.returncode == 1, done.stdout + done.stderr
    counted = re.search(r"(\d+) failed, 1 passed", done.stdout)
    assert counted, done.stdout
    reasons = re.findall(r"^\S+: NotImplementedError: Fill in (\S+\.py):", done.stdout, re.M)
    assert len(reasons) == int(counted[1]), done.stdout
    assert all((copy / reason).exists() for reason in reasons)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ((), 2, "usage: "),
        (("Acme",), 2, "small letters"),
        (("acme/other",), 2, "small letters"),
        (("other", 'The "Other"'), 2, "no quotation marks"),
        (("acme_voice",), 1, "cti_desk/vendors/acme_voice exists already."),
    ],
)
def test_what_cannot_be_made_is_said(
    copy: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    before = (copy / "pyproject.toml").read_bytes()
    done = new_vendor(copy, *arguments)
    assert (done.returncode, told in done.stderr) == (code, True), done.stderr
    assert (copy / "pyproject.toml").read_bytes() == before
