#!/usr/bin/env bash
# Sets everything up and measures; see bench/run.py.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh test
exec .venv/bin/python -m bench.run "$@"
