#!/usr/bin/env bash
# Sets everything up and runs all tests, or those named.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh test
exec .venv/bin/python -m pytest "$@"
