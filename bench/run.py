"""`make bench`: measure every row in interleaved rounds and print the table.

    python -m bench.run [WORD ...]     only rows whose name contains one of the words

The table goes to standard output, everything measured to build/bench.json. Status 1 when a
promise is not kept or a row could not be measured.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

import PySide6

from bench.lab import Lab
from bench.model import Result, Row
from bench.rows import callers, panel
from cti_desk.declarations.references import load
from cti_desk.installation.registry import installed_vendors

VENDORS = installed_vendors()
ROWS: tuple[Row, ...] = (
    *(row for vendor in VENDORS.values() if vendor.bench for row in load(vendor.bench)),
    callers.ROW,
    panel.ROW,
)
OUTPUT = Path("build/bench.json")


def measure(rows: list[Row], lab: Lab) -> list[Result]:
    """Measure round by round, so that what else the machine does meets all rows alike."""
    with lab.desk(next(iter(VENDORS))):
        pass  # the first start compiles modules and fills the system's caches
    results = [Result(row) for row in rows]
    for number in range(max(row.rounds for row in rows)):
        for result in results:
            if number >= result.row.rounds or result.fault:
                continue
            print(f"round {number + 1}: {result.row.name}", file=sys.stderr, flush=True)
            try:
                result.samples.append(result.row.measure(lab))
            except (AssertionError, OSError) as fault:
                result.fault = str(fault) or type(fault).__name__
    return results


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.0f}" if value >= 1000 else f"{value:.3g}"


def table(results: list[Result]) -> str:
    """Return the table as Markdown."""
    lines = [
        "| what | unit | floor | figure | ratio | promise | kept |",
        "|---|---|---:|---:|---:|---|---|",
    ]
    for result in results:
        measured = bool(result.samples)
        cells = [
            result.row.name,
            result.row.unit,
            _number(result.floor),
            _number(result.figure if measured else None),
            _number(result.ratio if measured else None),
            str(result.row.promise),
            "yes" if measured and result.kept else "NO",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*", help="only rows whose name contains one of these")
    words = parser.parse_args().words
    rows = [row for row in ROWS if not words or any(word in row.name for word in words)]
    assert rows, "no row has such a name"
    with tempfile.TemporaryDirectory(prefix="ctib-") as directory:
        lab = Lab(Path(directory))
        try:
            results = measure(rows, lab)
        finally:
            lab.close()
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(
        json.dumps(
            {
                "time": time.time(),
                "python": platform.python_version(),
                "pyside6": PySide6.__version__,
                "cores": os.cpu_count(),
                "rows": [result.as_json() for result in results],
            },
            indent=1,
        )
    )
    print(table(results))
    for result in results:
        if result.fault:
            print(f"\n{result.row.name}: not measured\n{result.fault}")
    return 0 if all(result.samples and result.kept for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
