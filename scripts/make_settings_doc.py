"""Writes docs/settings.md from the declarations of all settings.

python scripts/make_settings_doc.py           write it
python scripts/make_settings_doc.py --check   fail when it is stale
"""

from __future__ import annotations

import sys
from importlib.metadata import entry_points
from pathlib import Path

from cti_desk.settings.reference import reference
from scripts.gate import write_or_check

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "settings.md"
TEXT = ROOT / "docs" / "settings.in.md"

_NOTE = "<!-- Written by scripts/make_settings_doc.py; its text is docs/settings.in.md. -->\n\n"


def page() -> str:
    """The whole page: the introduction, then a table for each section."""
    vendors = [entry.load() for entry in entry_points(group="cti_desk.vendors")]
    return _NOTE + TEXT.read_text("utf-8") + reference(vendors)


def main(arguments: list[str]) -> int:
    """Write the page, or compare it; returns the exit code."""
    return write_or_check(PAGE, page(), "scripts/make_settings_doc.py", arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
