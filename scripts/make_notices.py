"""Writes THIRD-PARTY-NOTICES.md: what the program is shipped with, and under which licences.

python -m scripts.make_notices           write it, from what is installed
python -m scripts.make_notices --check   fail when it is stale

Which packages: the project's dependencies and those of its simulators, and theirs in turn. Names
and licences are read from what is installed. What is installed on another system or another
Python only is named below by hand.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.gate import ROOT, write_or_check

PAGE: Final = ROOT / "THIRD-PARTY-NOTICES.md"
PROJECT: Final = "cti-desk"
EXTRAS: Final = ("simulator",)

ELSEWHERE: Final[dict[str, tuple[str, str, str]]] = {
    # canonical name: name, licence, who needs it
    "pywin32": ("pywin32", "PSF-2.0", "Windows"),
    "pywin32-ctypes": ("pywin32-ctypes", "BSD-3-Clause", "Windows"),
    "colorama": ("colorama", "BSD-3-Clause", "Windows"),
    "backports-tarfile": ("backports.tarfile", "MIT", "Python 3.11"),
    "importlib-metadata": ("importlib_metadata", "Apache-2.0", "Python 3.11"),
    "typing-extensions": ("typing_extensions", "PSF-2.0", "Python 3.11 and 3.12"),
    "zipp": ("zipp", "MIT", "Python 3.11"),
    "secretstorage": ("SecretStorage", "BSD-3-Clause", "Linux"),
    "jeepney": ("jeepney", "MIT", "Linux"),
    "cryptography": ("cryptography", "Apache-2.0 OR BSD-3-Clause", "Linux"),
}
"""Not needed everywhere; who lacks one of these has no gap in the page."""

CORRECTED: Final[dict[str, str]] = {
    # What the package's own metadata says badly, read from its licence file.
    "coilmq": "Apache-2.0",
    "isodate": "BSD-3-Clause",
    "lockfile": "MIT",
    "python-daemon": "Apache-2.0",
    "pid": "Apache-2.0",
    "pyasn1-modules": "BSD-2-Clause",
    "pyside6-essentials": "LGPL-3.0-only",
    "shiboken6": "LGPL-3.0-only",
}

_CLASSIFIED: Final = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}

_TEXT: Final = """\
# Third-party notices

<!-- Written by scripts/make_notices.py from what is installed. -->

CTI Desk itself is licensed under the Apache License 2.0 ([LICENSE](LICENSE)). It is shipped with,
or needs, the libraries below. Each one's licence text is in the library's own folder, and goes with
it into every built package.

Qt and PySide6 are used under the LGPL 3: they are shipped as separate shared libraries, which you
may replace with your own build. The icons are from Lucide, ISC licence
([resources/icons/LICENSE](resources/icons/LICENSE)).

| library | licence | needed on |
|---|---|---|
"""


def closure(root: str, extras: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield canonical and given name of everything that a project needs, whatever the system."""
    seen: set[str] = set()
    waiting = [(root, extras)]
    while waiting:
        name, wanted = waiting.pop()
        try:
            needs = distribution(name).requires or []
        except PackageNotFoundError:
            continue
        for requirement in map(Requirement, needs):
            key = canonicalize_name(requirement.name)
            if key not in seen and _is_wanted(requirement, wanted):
                seen.add(key)
                waiting.append((requirement.name, tuple(requirement.extras)))
                yield key, requirement.name


def _is_wanted(requirement: Requirement, extras: tuple[str, ...]) -> bool:
    """Whether it is needed here with these extras, or without any on another system."""
    marker = requirement.marker
    if marker is None:
        return True
    if "extra ==" in str(marker):
        return any(marker.evaluate({"extra": extra}) for extra in extras)
    return marker.evaluate() or canonicalize_name(requirement.name) in ELSEWHERE


def licence_of(found: Distribution) -> str:
    """The SPDX expression of a package's licence, as well as its metadata tell it."""
    meta = found.metadata
    name = canonicalize_name(meta["Name"])
    if name in CORRECTED:
        return CORRECTED[name]
    classified = [
        _CLASSIFIED[one.split("::")[-1].strip()]
        for one in meta.get_all("Classifier", [])
        if one.split("::")[-1].strip() in _CLASSIFIED
    ]
    said = str(meta.json.get("license", "")).strip()
    expression = meta.json.get("license_expression")
    short = said if re.fullmatch(r"[A-Za-z0-9.+ -]{2,40}", said) and said != "UNKNOWN" else ""
    words = str(expression or short or " OR ".join(dict.fromkeys(classified)))
    if not words:
        raise SystemExit(f"{meta['Name']}: no licence found; read it and add it to CORRECTED")
    return words.replace("Apache 2.0", "Apache-2.0").replace("BSD 3-Clause", "BSD-3-Clause")


def rows() -> list[str]:
    """One row for each library, sorted by name."""
    table: dict[str, tuple[str, str, str]] = dict(ELSEWHERE)
    for key, name in closure(PROJECT, EXTRAS):
        if key in ELSEWHERE:
            continue
        try:
            found = distribution(name)
        except PackageNotFoundError:
            raise SystemExit(f"{name} is needed, but not installed: run scripts/setup.sh") from None
        table[key] = (found.metadata["Name"], licence_of(found), "all")
    return [
        f"| {name} | {licence} | {where} |\n" for _, (name, licence, where) in sorted(table.items())
    ]


def page() -> str:
    """The whole page."""
    return _TEXT + "".join(rows())


def main(arguments: list[str]) -> int:
    """Write the page, or compare it; returns the exit code."""
    return write_or_check(Path(PAGE), page(), "scripts/make_notices.py", arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
