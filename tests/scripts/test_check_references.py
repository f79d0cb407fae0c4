from __future__ import annotations

from pathlib import Path

import pytest

from scripts.check_references import problems, slug


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A repository in which every reference leads somewhere."""
    write(
        tmp_path,
        "README.md",
        "[Wire](docs/protocols/acme.md#2-calls) and [web](https://x.example)\n",
    )
    write(tmp_path, "docs/protocols/acme.md", "# Acme\n\n## 2. Calls\n\n### 2.1 Ring\n")
    write(
        tmp_path,
        "docs/map.md",
        "[up](../README.md), `core/a.py:Box.open`, `cti_desk/core/a.py`, `a.py`\n",
    )
    write(
        tmp_path,
        "cti_desk/core/a.py",
        '"""As docs/protocols/acme.md §2 to §2.1 says."""\nclass Box:\n    def open(self): ...\n',
    )
    return tmp_path


def test_a_house_whose_references_lead_somewhere_has_no_problem(house: Path) -> None:
    assert problems(house) == []


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("docs/b.md", "[c](c.md)", "the link c.md leads nowhere"),
        ("docs/b.md", "[c](#c)", "the link #c leads to no heading"),
        (
            "docs/b.md",
            "[w](protocols/acme.md#3-x)",
            "the link protocols/acme.md#3-x leads to no heading",
        ),
        ("docs/b.md", "see `core/z.py`", "there is no core/z.py"),
        ("docs/b.md", "see `z.py`", "there is no z.py"),
        ("docs/b.md", "see `core/a.py:Box.close`", "core/a.py has no Box.close"),
        ("cti_desk/b.py", "# docs/protocols/acme.md §7", "docs/protocols/acme.md has no section 7"),
        ("cti_desk/b.py", "# docs/gone.md", "there is no docs/gone.md"),
        ("cti_desk/b.py", "# fact sheet §4", "“fact sheet” is not in the repository"),
        ("tests/b.py", "# CONTRACTS §1", "“CONTRACTS §” is not in the repository"),
        ("bench/b.sh", "# see issue 12", "“issue 12” is not in the repository"),
    ],
)
def test_what_leads_nowhere_is_told(house: Path, name: str, text: str, problem: str) -> None:
    write(house, name, text)
    assert problems(house) == [f"{name}: {problem}"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("docs/decisions/0001-x.md", "`core/gone.py` was the door"),
        ("docs/b.md", "```\n[c](c.md) `core/z.py`\n```\n"),
        ("docs/b.md", "`cti_desk/a/b.py` is tested by `tests/a/test_b.py`"),
        ("docs/b.md", "an issue (ejabberd issue 2652)"),
        ("cti_desk/b.py", "# writes docs/NAME.md"),
        ("docs/b.md", "the vendor acme has docs/acme.in.md"),
    ],
)
def test_history_examples_and_others_papers_are_left_alone(
    house: Path, name: str, text: str
) -> None:
    write(house, name, text)
    assert problems(house) == []


def test_headings_have_the_fragments_that_github_gives_them() -> None:
    assert slug("## 2. Calls".removeprefix("## ")) == "2-calls"
    assert slug("SOAP (IVWS)") == "soap-ivws"
    assert slug("`vendor.call`") == "vendorcall"
    assert slug("[Docs](x.md): on_off") == "docs-on_off"
