"""Gate: an agent, a caller or a user is "they", in code, tests and documents."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

from scripts.check_references import texts
from scripts.gate import run

ITSELF: Final = {"scripts/check_words.py", "tests/scripts/test_check_words.py"}
WORDS: Final = re.compile(r"(?<![^\W_])(?:he|his|him|himself|she|her|hers|herself)(?![^\W_])", re.I)


def problems(root: Path) -> list[str]:
    """Return one line for each place where somebody is he or she."""
    found = []
    for path in texts(root):
        name = path.relative_to(root).as_posix()
        if name in ITSELF:
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if word := WORDS.search(line):
                found.append(f"{name}:{number}: say “they” in place of “{word.group()}”")
    return found


if __name__ == "__main__":
    sys.exit(run(problems))
