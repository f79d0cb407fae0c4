"""The tables of REST calls and files in docs/protocols/compass.md: all are declared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from cti_desk.vendors.compass.methods import ENDPOINTS
from cti_desk.vendors.compass.methods.files import DOWNLOADS

PAGE = Path(__file__).parents[3] / "docs" / "protocols" / "compass.md"

Calls = dict[tuple[str, str], set[int]]

_PATH = re.compile(r"`(/[^`]*)`")
_VERBS = re.compile(r"(?:GET|POST|PATCH|DELETE)(?:/(?:GET|POST|PATCH|DELETE))*")


def expanded(path: str) -> Iterator[str]:
    """A path for each choice of words in braces, without a query."""
    parts = re.split(r"\{([^{}]*,[^{}]*)\}", path.partition("?")[0])
    choices = [part.split(",") if index % 2 else [part] for index, part in enumerate(parts)]
    yield from ("".join(each) for each in product(*choices))


def listed(page: str) -> Calls:
    """Verb and path of every row, with the versions it is known in."""
    found: Calls = {}
    table = page.partition("## 3. REST endpoints known")[2].partition("\n## ")[0]
    for row in re.findall(r"^\| ((?:GET|POST|PATCH|DELETE).*)$", table, re.MULTILINE):
        cells = row.split(" | ")
        verbs, before = _VERBS.findall(cells[0])[0].split("/"), ""
        for path in _PATH.findall(cells[0]):
            if "{" not in path and before:
                path = before.rpartition("/")[0] + path
            before = path
            for verb, each in product(verbs, expanded(path)):
                versions = {int(number) for number in re.findall(r"\d", cells[1])}
                found.setdefault((verb, each), set()).update(versions)
    return found


def declared() -> Calls:
    """The same of what we declare."""
    found: Calls = {}
    for endpoint in ENDPOINTS.values():
        first = endpoint.method.arguments[:1]
        types = first[0].choices if "{type}" in endpoint.path else ("",)
        # Whatever its type: the page writes a star.
        for kind in types if len(types) < 5 else ("*",):
            path = endpoint.path.replace("{type}", kind)
            found.setdefault((endpoint.verb, path), set()).update(endpoint.versions)
    return found


def test_every_call_of_the_page_is_declared_and_no_other() -> None:
    page = listed(PAGE.read_text("utf-8"))
    assert len(page) > 40
    assert declared() == page


def test_every_file_of_the_page_is_declared() -> None:
    rows = PAGE.read_text("utf-8").partition("## 10. CSV downloads")[2]
    for download in DOWNLOADS:
        for which, columns in download.columns.items():
            name = f"{download.name.partition('.')[2]} {which}"
            row = next(line for line in rows.splitlines() if line.startswith(f"| {name} |"))
            told = row.replace("the same five for callee_", "")
            missing = [c for c in columns if not c.startswith("callee_") and c not in told]
            assert missing == []


def test_a_row_is_read() -> None:
    rows = (
        "## 3. REST endpoints known\n"
        "| GET/DELETE `/user/{id}` | 1 2 | x |\n"
        "| POST `/a/{id}/in`, `/out` | 3 | x |\n"
        "| GET `/{a,b}/{id}/full{X,Y}?f=G` | 1 | x |\n"
        "\n## 4\n"
    )
    assert listed(rows) == {
        ("GET", "/user/{id}"): {1, 2},
        ("DELETE", "/user/{id}"): {1, 2},
        ("POST", "/a/{id}/in"): {3},
        ("POST", "/a/{id}/out"): {3},
        **{("GET", f"/{a}/{{id}}/full{x}"): {1} for a in "ab" for x in "XY"},
    }
