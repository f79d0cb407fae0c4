"""What pages about a telephone system are written from, and how their tables are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple


class Documentation(NamedTuple):
    """What a vendor's declarations say of themselves.

    ``parts`` returns the lines that stand at each mark of ``docs/NAME.in.md``. ``title`` is the
    scorecard's; ``items`` returns the names of everything that is declared, in the scorecard's
    order, given the names of the files that hold the document's examples.
    """

    parts: Callable[[], Mapping[str, Iterable[str]]]
    title: str
    items: Callable[[Iterable[str]], Iterator[str]]


def row(*cells: str) -> str:
    """A row of a table in Markdown."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def link(name: str) -> str:
    """A link to the heading of a method on the same page."""
    return f"[`{name}`](#{name.lower().replace('.', '')})"
