#!/usr/bin/env bash
# Makes a genuine Windows Python 3.11 with everything in constraints.txt, and a Wine prefix to
# run it in, and prints the folder that holds both: python/ and prefix/.
#
#   installer/windows/make-python.sh
#
# The folder lies in the cache under a key of what it is made from: the second call only prints it.
# All parts come from the package registry that pip is set up for, and from Debian.
set -euo pipefail
# shellcheck source=installer/windows/lib.sh
. "$(dirname "$0")/lib.sh"

find_wine
quiet_wine
python=$(find_python311)
home=$(python_home)
if [ -e "$home/python/python.exe" ]; then
    echo "$home"
    exit
fi

FROM_SOURCE=slixmpp
mkdir -p "$WINDOWS_CACHE"
work=$(mktemp -d "$WINDOWS_CACHE/windows-making.XXXXXX")
trap 'rm -rf "$work"' EXIT

make_prefix() {
    export WINEPREFIX=$work/prefix
    # No display: nothing may open a window while the prefix is made.
    env -u DISPLAY -u WAYLAND_DISPLAY "$WINE" wineboot --init </dev/null 2>&1 | cat >"$work/wineboot.log"
    # Debian's Wine has none of Windows' fonts, and would show any other in their place.
    local name substitutes='HKLM\Software\Microsoft\Windows NT\CurrentVersion\FontSubstitutes'
    for name in 'MS Shell Dlg' 'MS Shell Dlg 2' Tahoma; do
        env -u DISPLAY "$WINE" reg add "$substitutes" /v "$name" /d 'DejaVu Sans' /f \
            </dev/null 2>&1 | cat >>"$work/wineboot.log"
    done
    "$WINESERVER" --wait
    [ -e "$WINEPREFIX/system.reg" ] || {
        cat "$work/wineboot.log" >&2
        say "Wine could not make its prefix."
        return 1
    }
    # Wine links Documents and the like to this user's own: nothing that runs here may write there.
    local link
    for link in "$WINEPREFIX"/drive_c/users/*/*; do
        [ -L "$link" ] || continue
        rm "$link"
        mkdir "$link"
    done
    rm -f "$WINEPREFIX"/dosdevices/com* "$WINEPREFIX"/dosdevices/lpt*
}

install_wheels() {
    grep -v "^$FROM_SOURCE==" "$WINDOWS_FOLDER/constraints.txt" >"$work/wheels.txt"
    "$python" -m pip install --quiet --disable-pip-version-check --no-input --no-deps --no-compile \
        --only-binary=:all: --platform win_amd64 --python-version 3.11 --implementation cp \
        --requirement "$work/wheels.txt" --target "$work/wheels" >"$work/pip.log" 2>&1 || {
        cat "$work/pip.log" >&2
        say "The Windows wheels could not be had: pip's answer stands above."
        return 1
    }
}

# Without a wheel for Windows, and pure Python but for one optional module in Rust: made here, where
# its builder finds no Rust, with tools of known versions, and never taken from pip's cache.
install_from_source() {
    local tool
    mkdir "$work/no-rust"
    for tool in cargo rustc; do
        printf '#!/bin/sh\nexit 1\n' >"$work/no-rust/$tool"
        chmod +x "$work/no-rust/$tool"
    done
    # pip before 25.3 knows the first of the two variables only, later ones the second. Both take
    # words: a path with a blank would be two.
    cd "$WINDOWS_FOLDER"
    if ! env -u CARGO -u RUSTC -u CARGO_BUILD_TARGET PATH="$work/no-rust:$PATH" \
        PIP_CONSTRAINT=build-constraints.txt PIP_BUILD_CONSTRAINT=build-constraints.txt \
        "$python" -m pip install --quiet --disable-pip-version-check --no-input --no-deps --no-compile \
        --no-cache-dir --no-binary="$FROM_SOURCE" --target "$work/from-source" \
        "$(grep "^$FROM_SOURCE==" constraints.txt)" >"$work/source.log" 2>&1; then
        cat "$work/source.log" >&2
        say "$FROM_SOURCE could not be made from its source: pip's answer stands above."
        return 1
    fi
    if find "$work/from-source" -name '*.so' -o -name '*.pyd' | grep . >&2; then
        say "$FROM_SOURCE was compiled for this system, and would not run on Windows."
        return 1
    fi
}

# The DLLs stand beside the executable, the extension modules in DLLs/, as in the real thing.
place_python() {
    local to=$work/python parts=$work/wheels/deploy_libs library
    mkdir -p "$to/DLLs" "$to/Lib"
    rm -f "$parts"/api-ms-win-crt-*.dll "$parts"/t[ck]*86t.dll "$parts"/_tkinter.pyd
    mv "$parts"/*.pyd "$to/DLLs/"
    mv "$parts"/*.dll "$to/"
    mv "$to/VCRUNTIME140.dll" "$to/vcruntime140.dll"
    cp "$work"/wheels/shiboken6/{msvcp140,vcruntime140_}*.dll "$work"/wheels/pywin32_system32/*.dll "$to/"
    rm -rf "$work"/wheels/{deploy_libs,direct,panda3d,panda3d_tools,panda3d-*.dist-info,bin} \
        "$work"/wheels/PySide6/{examples,glue,include,lib,qml,typesystems,*.exe}
    library=$("$python" -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')
    tar -C "$library" -cf - --exclude='./config-*' --exclude=./dist-packages --exclude=./ensurepip \
        --exclude=./idlelib --exclude=./lib-dynload --exclude=./site-packages --exclude=./test \
        --exclude=./tkinter --exclude=./turtledemo --exclude='__pycache__' --exclude='*.so' \
        --exclude='sitecustomize.py' . | tar -C "$to/Lib" -xf -
    mv "$work/wheels" "$to/Lib/site-packages"
    "$python" -m compileall -q -q -j 0 --invalidation-mode unchecked-hash -s "$work" "$to/Lib" || true
}

# PySide6 is made for every Python 3: it asks python3.dll, which hands on to python311.dll.
make_stable_abi() {
    local to=$work/python
    {
        echo 'LIBRARY python3.dll'
        echo 'EXPORTS'
        x86_64-w64-mingw32-objdump --private-headers "$to/python311.dll" |
            sed -n -E 's/^[[:space:]]*\[ *[0-9]+\] (_?Py[A-Za-z0-9_]+)$/\1 = python311.\1/p'
    } >"$work/python3.def"
    [ "$(wc -l <"$work/python3.def")" -gt 1000 ] || {
        say "python311.dll's list of exports could not be read."
        return 1
    }
    echo 'int _dll_start(void *a, int b, void *c) { (void)a, (void)b, (void)c; return 1; }' >"$work/python3.c"
    x86_64-w64-mingw32-gcc -shared -nostdlib -Wl,--entry=_dll_start -o "$to/python3.dll" \
        "$work/python3.c" "$work/python3.def"
}

make_executables() {
    local to=$work/python
    x86_64-w64-mingw32-gcc -Os -s -municode -o "$to/python.exe" "$WINDOWS_FOLDER/python.c"
    x86_64-w64-mingw32-gcc -Os -s -municode -mwindows -DWINDOWED -o "$to/pythonw.exe" \
        "$WINDOWS_FOLDER/python.c"
}

say "Making a Windows Python in $home; this takes a minute"
make_prefix &
prefix=$!
install_from_source &
from_source=$!
trap 'wait "$prefix" "$from_source" || true; rm -rf "$work"' EXIT
install_wheels
wait "$from_source"
mv "$work"/from-source/* "$work/wheels/"
place_python
make_stable_abi
make_executables
wait "$prefix"
rm -rf "$work"/{python3.def,python3.c,wineboot.log,pip.log,source.log,wheels.txt,from-source,no-rust}

# Whoever comes second throws their own away. Older ones nobody asks for any more.
if mv -T "$work" "$home" 2>/dev/null; then
    trap - EXIT
fi
[ -e "$home/python/python.exe" ] || {
    say "The Windows Python could not be put into $home"
    exit 1
}
echo "$home"
