#!/usr/bin/env bash
# Makes a Wine prefix of its own in a new folder: a fresh Windows for one run or one test.
#
#   installer/windows/new-prefix.sh DIR
#
# Windows' own files are hard links where the file system allows it: nothing writes to them.
set -euo pipefail
# shellcheck source=installer/windows/lib.sh
. "$(dirname "$0")/lib.sh"

target=${1:?usage: installer/windows/new-prefix.sh DIR}
[ ! -e "$target/system.reg" ] || exit 0
template=$("$WINDOWS_FOLDER/make-python.sh")/prefix
mkdir -p "$target"
tar -C "$template" -cf - --exclude=./drive_c/windows . | tar -C "$target" -xf -
cp -al "$template/drive_c/windows" "$target/drive_c/" 2>/dev/null ||
    cp -a --reflink=auto "$template/drive_c/windows" "$target/drive_c/"
