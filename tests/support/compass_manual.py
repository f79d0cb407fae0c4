"""The examples and schemas of Compass's manual: as fixtures, and in its two editions if at hand.

A fixture holds one message: ``NN-name.xml`` an element, ``NN-name.http`` a request with its
answer, numbered in the manual's order. The editions differ in the platform's domain only, which
is ``example.com`` in the fixtures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

FIXTURES: Final = Path(__file__).parents[1] / "vendors" / "compass" / "fixtures"
SCHEMA: Final = Path(__file__).parents[1] / "vendors" / "compass" / "schema"
_SEEDS: Final = Path(__file__).parents[3] / "shared" / "seeds"
MANUALS: Final = (
    _SEEDS / "000_532b336c4a4cae6f.txt",
    _SEEDS / "001_fdf18913e8d94db0.txt",
)

DOMAIN: Final = "example.com"

_DOMAINS: Final = ("{{site.compass.reseller.domain}}", "apollo.compass-stack.com")
_TAG: Final = re.compile(r"<(/?)([A-Za-z][\w:-]*)([^<>]*?)(/?)>")
_REQUEST: Final = re.compile(r"(GET|POST|PATCH|DELETE) \S+ HTTP/1\.1")
_HTTP_LINE: Final = re.compile(r"(>>|[A-Z][\w-]+: |[{}]|\s+\"|$)")


def manual(path: Path) -> str:
    """An edition's text, with the domain of the fixtures."""
    text = path.read_text("utf-8")
    for domain in _DOMAINS:
        text = text.replace(domain, DOMAIN)
    return text


def elements(text: str, *, schemas: bool = False) -> Iterator[str]:
    """Every XML element that begins a line, whole; or those that define a schema's types."""
    start, depth = None, 0
    for tag in _TAG.finditer(text):
        closing, name, _, empty = tag.groups()
        if start is None:
            begins_line = text[: tag.start()].endswith("\n")
            if closing or not begins_line or name.startswith("xs:") != schemas:
                continue
            start = tag.start()
        depth += -1 if closing else 0 if empty else 1
        if depth == 0:
            yield text[start : tag.end()]
            start = None


def exchanges(text: str) -> Iterator[str]:
    """Every HTTP request with its answer."""
    lines: list[str] = []
    for line in [*text.splitlines(), "end"]:
        if lines and not _HTTP_LINE.match(line):
            yield "\n".join(lines).strip()
            lines = []
        if lines or _REQUEST.fullmatch(line):
            lines.append(line)


def squeezed(text: str) -> str:
    """A message without the white space that only lays it out."""
    return re.sub(r"\s+", "", text)
