"""Changes one setting in the user's file and leaves every comment where it was."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cti_desk.core.errors import SettingsError
from cti_desk.core.ports import Vendor
from cti_desk.settings.documents import read
from cti_desk.settings.loading import load
from cti_desk.settings.policy import SET_BY_ADMINISTRATOR, read_policy


def write(
    path: Path,
    key: str,
    value: Any,
    vendors: Mapping[str, Vendor],
    policy: Path | None = None,
) -> None:
    """Set ``desk.on_quit``, ``profiles.office.agent``, … (``None`` removes the line).

    The changed file is checked before it replaces the old one: what does not pass is not written.
    Raises `SettingsError`.
    """
    words = tuple(key.split("."))
    if read_policy(policy).covers(words):
        raise SettingsError(f"{key} cannot be changed: it is {SET_BY_ADMINISTRATOR}.")
    old = path.read_text(encoding="utf-8-sig") if read(path).found else ""
    _replace_if_good(path, _changed(old, words, value), vendors, policy)


def _changed(text: str, path: tuple[str, ...], value: Any) -> str:
    import tomlkit  # costs memory; the desk rarely writes

    document = tomlkit.parse(text)
    table: Any = document
    for depth, word in enumerate(path[:-1]):
        if word not in table:
            # [profiles.office] needs no [profiles] above it
            table[word] = tomlkit.table(is_super_table=depth == 0 and word == "profiles")
        table = table[word]
        if not isinstance(table, dict):
            raise SettingsError(f"{'.'.join(path)} cannot be set: “{word}” is not a section.")
    if value is not None:
        table[path[-1]] = value
    elif path[-1] in table:
        del table[path[-1]]
    return tomlkit.dumps(document)


def _replace_if_good(
    path: Path, text: str, vendors: Mapping[str, Vendor], policy: Path | None
) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".new")
    except OSError as error:
        raise _not_written(path, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _check(temporary, path, vendors, policy)
        temporary.replace(path)
    except OSError as error:
        raise _not_written(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def _check(temporary: Path, path: Path, vendors: Mapping[str, Vendor], policy: Path | None) -> None:
    try:
        load(temporary, vendors, policy=policy)
    except SettingsError as error:
        raise SettingsError(
            str(error).replace(str(temporary), str(path)), details=error.details
        ) from None


def _not_written(path: Path, error: OSError) -> SettingsError:
    return SettingsError(f"{path} was not changed: it cannot be written ({error.strerror}).")
