#!/usr/bin/env bash
# The pure parts only, with few examples for each property: for the loop of somebody who edits.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh test
pure=(
    tests/core tests/api tests/contacts tests/journal tests/settings tests/cli
    tests/switch_kit tests/desktop/presenters
    tests/vendors/*/messages tests/vendors/*/methods tests/vendors/*/live
)
export CTI_HYPOTHESIS=quick
exec .venv/bin/python -m pytest -q -n 2 --dist loadfile "${pure[@]}" "$@"
