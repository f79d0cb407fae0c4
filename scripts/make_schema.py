"""Writes the JSON Schemas of the snapshot and of every event to ``resources/schema/``.

python scripts/make_schema.py           write them
python scripts/make_schema.py --check   fail when one is missing, stale or left over
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from cti_desk.api.schema import documents
from cti_desk.installation.resources import resource_path


def texts() -> dict[Path, str]:
    """Every file and what it should hold."""
    root = resource_path("schema")
    return {
        root / name: json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
        for name, schema in documents().items()
    }


def stale(wanted: dict[Path, str]) -> list[str]:
    """What differs between the folder and what it should hold."""
    found = set(resource_path("schema").rglob("*.json"))
    differing = [
        path
        for path, text in wanted.items()
        if path not in found or path.read_text("utf-8") != text
    ]
    return sorted(str(path.name) for path in {*differing, *(found - wanted.keys())})


def main(arguments: list[str]) -> int:
    wanted = texts()
    if "--check" in arguments:
        names = stale(wanted)
        if names:
            print(f"Not as generated: {', '.join(names)}. Run scripts/make_schema.py.")
        return 1 if names else 0
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for path in set(resource_path("schema").rglob("*.json")) - wanted.keys():
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
