"""``python -m cti_desk`` is the command ``cti-desk``."""

from __future__ import annotations

import sys

from cti_desk.cli import main

if __name__ == "__main__":
    sys.exit(main())
