#!/usr/bin/env bash
# Sets everything up and runs all tests, or those named. All of them run in three processes, file
# by file: they wait for servers and screens more than they compute.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh test
if [ $# = 0 ]; then
    set -- -n "${TEST_PROCESSES:-3}" --dist loadfile
fi
exec .venv/bin/python -m pytest "$@"
