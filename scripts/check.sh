#!/usr/bin/env bash
# All gates, every one of them even if an earlier one fails; status 1 if any did.
set -uo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh test || exit 1
cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/cti-desk/$(sha256sum constraints.txt | cut -c1-16)
export MYPY_CACHE_DIR=$cache/mypy RUFF_CACHE_DIR=$cache/ruff
python=$PWD/.venv/bin/python
failed=()

gate() {
    local name=$1 output started=$SECONDS
    shift
    if output=$("$@" 2>&1); then
        printf 'ok    %-16s %3d s\n' "$name" $((SECONDS - started))
        case $name in sizes | private_names) printf '%s\n' "$output" | sed 's/^/        /' ;; esac
    else
        printf 'FAIL  %-16s %3d s\n%s\n' "$name" $((SECONDS - started)) "$output"
        failed+=("$name")
    fi
}

gate lint "$python" -m ruff check .
gate format "$python" -m ruff format --check .
gate types "$python" -m mypy
gate types-windows "$python" -m mypy --platform win32 --no-warn-unreachable
gate borders .venv/bin/lint-imports --no-cache --no-logo
gate dependencies .venv/bin/deptry --no-ansi .
for script in scripts/check_*.py; do
    name=${script#scripts/check_}
    gate "${name%.py}" "$python" -m "scripts.check_${name%.py}"
done
for script in scripts/make_*.py; do
    [ -e "$script" ] || continue
    name=${script#scripts/make_}
    gate "${name%.py}" "$python" -m "scripts.make_${name%.py}" --check
done

if [ ${#failed[@]} -gt 0 ]; then
    printf 'gates that failed: %s\n' "${failed[*]}"
    exit 1
fi
echo "all gates passed"
