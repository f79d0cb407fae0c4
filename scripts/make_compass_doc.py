"""Writes docs/compass.md from the declarations of Compass's REST calls.

python scripts/make_compass_doc.py           write it
python scripts/make_compass_doc.py --check   fail when it is stale
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Member, Method
from cti_desk.vendors.compass.methods import DOWNLOADS, FAMILIES, GENERIC
from cti_desk.vendors.compass.methods.endpoint import Endpoint

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "compass.md"
TEXT = ROOT / "docs" / "compass.in.md"

_NOTE: Final = (
    "<!-- Written by scripts/make_compass_doc.py; its text is docs/compass.in.md. -->\n\n"
)
_FORMS: Final = {"text": "text", "integer": "whole number", "yes_no": "`yes` or `no`"}
_VERSIONS: Final = (1, 2, 3)


def page() -> str:
    """The whole page: the text by hand, with the generated parts in their places."""
    text = TEXT.read_text("utf-8")
    for name, lines in (("overview", _overview()), ("details", _details())):
        mark = f"<!-- {name} -->\n"
        assert mark in text, name
        text = text.replace(mark, "\n".join(lines).strip("\n") + "\n")
    return f"{_NOTE}\n\n{text}"


def main(arguments: list[str]) -> int:
    """Write the page, or compare it; returns the exit code."""
    text = page()
    if "--check" in arguments:
        same = PAGE.exists() and PAGE.read_text("utf-8") == text
        if not same:
            print(f"{PAGE.name} is not as generated. Run scripts/make_compass_doc.py.")
        return 0 if same else 1
    PAGE.write_text(text, "utf-8")
    return 0


def _overview() -> Iterator[str]:
    yield "## Overview"
    for family, endpoints in FAMILIES.items():
        yield from _heading(family, "| Call | What it does | Request | Versions |")
        for endpoint in endpoints:
            request = f"`{endpoint.verb} {endpoint.path}`"
            versions = ", ".join(map(str, endpoint.versions))
            yield _row(_link(endpoint.method), endpoint.method.help, request, versions)
    yield from _heading("Files", "| Call | What it does | Path on the download host |")
    for download in DOWNLOADS:
        yield _row(_link(download.method), download.method.help, f"`{download.path}`")
    yield from _heading("Anything else", "| Call | What it does | Request |")
    for generic in GENERIC:
        yield _row(_link(generic.method), generic.method.help, f"`{generic.verb}`")


def _details() -> Iterator[str]:
    for family, endpoints in FAMILIES.items():
        yield f"\n## {family}"
        for endpoint in endpoints:
            yield from _method(endpoint.method, endpoint)
    yield "\n## Files"
    for download in DOWNLOADS:
        yield from _method(download.method)
    yield "\n## Anything else"
    for generic in GENERIC:
        yield from _method(generic.method)


def _method(method: Method, endpoint: Endpoint | None = None) -> Iterator[str]:
    yield f"\n### {method.name}\n"
    yield f"{method.help} {method.note}".strip()
    if endpoint is not None and endpoint.feature:
        yield f"\nNeeds the user feature “{endpoint.feature}”."
    if method.arguments:
        yield "\n| Argument | On the wire | Value | Meaning |"
        yield "|---|---|---|---|"
        for one in method.arguments:
            name = f"`{one.name}`" + (" (needed)" if one.mandatory else "")
            yield _row(name, _spelt(one, one.name), _value(one), one.help)
    if method.members:
        told = ", ".join(_member(member) for member in method.members)
        yield f"\nAnswers{' a list of' if method.reply == 'records' else ''}: {told}."


def _heading(title: str, columns: str) -> Iterator[str]:
    yield f"\n{title}:\n"
    yield columns
    yield "|---" * (columns.count("|") - 1) + "|"


def _member(member: Member) -> str:
    versions = [str(each) for each in _VERSIONS if member.spellings(f"v{each}")]
    only = "" if len(versions) == len(_VERSIONS) else f" (version {', '.join(versions)})"
    return _spelt(member, member.name) + only


def _spelt(declared: Argument | Member, name: str) -> str:
    """The name on the wire, and what it is called in a version that differs."""
    others = {
        each: spelt
        for each in _VERSIONS
        if (spelt := declared.spellings(f"v{each}")) and spelt != (name,)
    }
    words = "".join(f" (version {each}: `{spelt[0]}`)" for each, spelt in others.items())
    return f"`{name}`{words}"


def _value(argument: Argument) -> str:
    words = _FORMS.get(argument.kind) or ", ".join(f"`{choice}`" for choice in argument.choices)
    if argument.minimum is not None:
        words += f", from {argument.minimum}"
    if argument.maximum is not None:
        words += f", up to {argument.maximum}"
    return words


def _link(method: Method) -> str:
    return f"[`{method.name}`](#{method.name.lower().replace('.', '')})"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
