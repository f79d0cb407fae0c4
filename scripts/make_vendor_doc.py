"""Writes docs/NAME.md of each telephone system from its declarations.

python -m scripts.make_vendor_doc           write them
python -m scripts.make_vendor_doc --check   fail when one is stale

The text by hand is docs/NAME.in.md. What stands at its marks comes from the `Documentation` that
the vendor's descriptor names.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

from cti_desk.declarations.documentation import Documentation
from cti_desk.declarations.references import load
from cti_desk.installation.registry import installed_vendors
from scripts.gate import ROOT, write_or_check

SCRIPT: Final = "python -m scripts.make_vendor_doc"
DOCS = ROOT / "docs"


def documented() -> Iterator[tuple[str, Documentation]]:
    """The telephone systems that are documented, by name."""
    for name, vendor in installed_vendors().items():
        if vendor.documentation:
            yield name, load(vendor.documentation)


def page(name: str, documentation: Documentation) -> str:
    """The whole page: the text by hand, with the generated parts in their places."""
    text = (ROOT / "docs" / f"{name}.in.md").read_text("utf-8")
    for part, lines in documentation.parts().items():
        mark = f"<!-- {part} -->\n"
        assert mark in text, f"docs/{name}.in.md has no mark {mark.strip()}"
        text = text.replace(mark, "\n".join(lines).strip("\n") + "\n")
    written_by = f"<!-- Written by {SCRIPT}; its text is docs/{name}.in.md. -->"
    return f"{written_by}\n\n{text.lstrip()}"


def main(arguments: list[str]) -> int:
    """Write the pages, or compare them; returns the exit code."""
    return max(
        write_or_check(DOCS / f"{name}.md", page(name, documentation), SCRIPT, arguments)
        for name, documentation in documented()
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
