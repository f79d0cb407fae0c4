"""Gate: the Windows build is pinned to the same libraries as everything else, and to all of them.

``installer/windows/constraints.txt`` is installed without looking at dependencies: pip would
choose those of the system it runs on.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

from scripts.gate import run

OWN_VERSION = {"pyside6-essentials", "shiboken6"}
"""What Wine needs another version of; the reason stands in the file."""
NOT_ON_WINDOWS = {"jeepney"}


def pins(text: str) -> dict[str, str]:
    """Versions by normalised name of a constraints file."""
    lines = (line.split("#")[0].strip() for line in text.splitlines())
    return {_name(name): version for name, version in (x.split("==") for x in lines if "==" in x)}


def problems(root: Path) -> list[str]:
    """Return one line for each library that is missing or has another version."""
    ours = pins((root / "constraints.txt").read_text("utf-8"))
    theirs = pins((root / "installer/windows/constraints.txt").read_text("utf-8"))
    found = [
        f"installer/windows/constraints.txt: {name} is {version}, elsewhere {ours[name]}"
        for name, version in theirs.items()
        if name in ours and version != ours[name] and name not in OWN_VERSION
    ]
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["simulator"]]
    names = {_name(re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0]) for line in wanted}
    found += [
        f"installer/windows/constraints.txt: {name} is missing"
        for name in sorted(names - NOT_ON_WINDOWS - set(theirs))
    ]
    return found


def _name(written: str) -> str:
    return re.sub(r"[-_.]+", "-", written).lower()


if __name__ == "__main__":
    sys.exit(run(problems))
