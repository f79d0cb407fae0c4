# Functions and places that the scripts of this folder share.
# shellcheck shell=bash

WINDOWS_FOLDER=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CHECKOUT=$(cd "$WINDOWS_FOLDER/../.." && pwd)
# The tests, which give programs caches of their own, say where the real one is.
WINDOWS_CACHE=${CTI_WINDOWS_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/cti-desk}

say() { printf '%s\n' "$*" >&2; }

# `wine` and `wineserver` of Debian are wrappers, and complain about a 32 bit half nobody needs.
find_wine() {
    local folder
    for folder in /usr/lib/wine /usr/lib/wine-development; do
        if [ -x "$folder/wine64" ] && [ -x "$folder/wineserver64" ]; then
            WINE=$folder/wine64
            WINESERVER=$folder/wineserver64
            export WINESERVER
            return
        fi
    done
    say "Wine is missing. scripts/setup.sh windows installs it; on Debian: apt-get install wine64"
    return 1
}

# Python 3.11, whose standard library the Windows one is given: of the environment, else any.
find_python311() {
    local candidate
    for candidate in "$CHECKOUT/${CTI_VENV:-.venv}/bin/python" python3.11 python3; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    say "Python 3.11 is needed to make the Windows one, and none was found."
    return 1
}

# Nothing that Wine would ask, install or write into menus, and none of its chatter.
quiet_wine() {
    export WINEDEBUG=${WINEDEBUG:--all}
    export WINEDLLOVERRIDES=${WINEDLLOVERRIDES:-'mscoree=d;mshtml=d;winemenubuilder.exe=d'}
}

# windows_key FILE... : sixteen hex digits for these files, this Wine and this Python.
windows_key() {
    local python
    python=$(find_python311)
    { cat "$@" && "$python" -V && "$WINE" --version; } | sha256sum | cut -c1-16
}

# The cached Windows Python and the Wine prefix that others are copied from; it may not exist yet.
python_home() {
    local key
    key=$(windows_key "$WINDOWS_FOLDER"/{constraints.txt,build-constraints.txt,python.c,make-python.sh})
    echo "$WINDOWS_CACHE/windows-$key"
}

# Of what was made for other sources, what nobody has used for two weeks.
forget_old() {
    touch "$(python_home)"
    find "$WINDOWS_CACHE" -maxdepth 1 -name 'windows-*' -mtime +14 -exec rm -rf {} +
}
