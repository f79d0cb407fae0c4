"""A part of the Windows registry as `cti_desk.ipc.com.registration` sees it."""

from __future__ import annotations

import sys

from cti_desk.core.errors import UsageError
from cti_desk.ipc.com.registration import Key, Tree, Value


def user_software() -> Tree:
    """This user's own ``HKEY_CURRENT_USER\\Software``. Raises `UsageError` off Windows."""
    if sys.platform == "win32":
        return RegistryTree("Software")
    raise UsageError("COM objects exist only on Windows.")


if sys.platform == "win32":
    import winreg

    # 64 bit view whatever this process is; the 32 bit one is spelt out in the paths.
    _READ = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
    _WRITE = winreg.KEY_ALL_ACCESS | winreg.KEY_WOW64_64KEY

    class RegistryTree:
        """What lies below ``base`` of this user's registry."""

        def __init__(self, base: str) -> None:
            self._base = base

        def read(self, path: str) -> Key | None:
            return self._read(f"{self._base}\\{path}")

        def write(self, path: str, key: Key) -> None:
            self.remove(path)
            self._write(f"{self._base}\\{path}", key)

        def remove(self, path: str) -> None:
            self._remove(f"{self._base}\\{path}")

        def _read(self, path: str) -> Key | None:
            try:
                with winreg.OpenKeyEx(winreg.HKEY_CURRENT_USER, path, 0, _READ) as handle:
                    names, values, _ = winreg.QueryInfoKey(handle)
                    found = Key()
                    for index in range(values):
                        name, data, kind = winreg.EnumValue(handle, index)
                        found.values[name] = _value(kind, data)
                    below = [winreg.EnumKey(handle, index) for index in range(names)]
            except FileNotFoundError:
                return None
            for name in below:
                child = self._read(f"{path}\\{name}")
                if child is not None:
                    found.keys[name] = child
            return found

        def _write(self, path: str, key: Key) -> None:
            with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, path, 0, _WRITE) as handle:
                for name, value in key.values.items():
                    data = value.raw if value.raw is not None else value.data
                    winreg.SetValueEx(handle, name, 0, value.kind, data)
            for name, child in key.keys.items():
                self._write(f"{path}\\{name}", child)

        def _remove(self, path: str) -> None:
            found = self._read(path)
            if found is None:
                return
            for name in found.keys:
                self._remove(f"{path}\\{name}")
            winreg.DeleteKeyEx(winreg.HKEY_CURRENT_USER, path, winreg.KEY_WOW64_64KEY, 0)

    def _value(kind: int, data: object) -> Value:
        if isinstance(data, bytes):
            return Value(kind, raw=data)
        assert data is None or isinstance(data, str | int | list)
        return Value(kind, data)
