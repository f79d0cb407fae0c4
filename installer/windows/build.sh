#!/usr/bin/env bash
# Builds the program for Windows and prints the folder that holds it.
#
#   installer/windows/build.sh
#
# The folder lies in the cache under a key of all sources: the second call only prints it.
set -euo pipefail
# shellcheck source=installer/windows/lib.sh
. "$(dirname "$0")/lib.sh"

find_wine
home=$("$WINDOWS_FOLDER/make-python.sh")
cd "$CHECKOUT"
mapfile -t sources < <(find cti_desk resources installer/windows -type f \
    ! -name '*.pyc' ! -name '*.sh' | LC_ALL=C sort)
key=$({ echo "$home" && sha256sum "${sources[@]}"; } | sha256sum | cut -c1-16)
build=$WINDOWS_CACHE/windows-build-$key
[ ! -d "$build" ] || touch "$build"
if [ ! -e "$build/cti-desk.exe" ]; then
    work=$(mktemp -d "$WINDOWS_CACHE/windows-building.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    say "Building the Windows program in $build; this takes a minute"
    # Of the sources as they are now, whoever edits them meanwhile.
    mkdir "$work/checkout"
    tar -cf - "${sources[@]}" | tar -C "$work/checkout" -xf -
    checkout=Z:${work//\//\\}\\checkout
    unset WINEPREFIX
    if ! PYTHONPATH=$checkout PYTHONHASHSEED=0 "$WINDOWS_FOLDER/wine.sh" \
        "$home/python/python.exe" -m PyInstaller --noconfirm --log-level ERROR \
        --workpath "Z:${work//\//\\}\\work" --distpath "Z:${work//\//\\}\\dist" \
        "$checkout\\installer\\windows\\cti-desk.spec" >"$work/log" 2>&1 ||
        [ ! -e "$work/dist/cti-desk/cti-desk.exe" ]; then
        cat "$work/log" >&2
        say "The Windows program could not be built: the builder's words stand above."
        exit 1
    fi
    grep -v -e '^$' -e ' INFO: ' -e '^Using slower stringprep' "$work/log" >&2 || true
    mv -T "$work/dist/cti-desk" "$build" 2>/dev/null || [ -e "$build/cti-desk.exe" ]
fi
forget_old
echo "$build"
