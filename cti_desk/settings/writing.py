"""Changes settings in the user's file and leaves every comment, and everything else, as it was."""

from __future__ import annotations

import copy
import os
import shutil
import tempfile
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from cti_desk.core.errors import SettingsError
from cti_desk.declarations.forms import Changes
from cti_desk.declarations.forms import Path as Setting
from cti_desk.declarations.vendor import Vendor
from cti_desk.settings.documents import Document
from cti_desk.settings.loading import settle
from cti_desk.settings.policy import SET_BY_ADMINISTRATOR, Policy

_MISSING: Final = object()
_LOST: Final = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""What tomlkit raises beside its own errors at a layout that it does not understand."""


class ChangedMeanwhile(SettingsError):
    """Somebody else changed the same settings in the file; ``settings`` are their paths."""

    def __init__(self, path: Path, settings: tuple[Setting, ...]) -> None:
        names = ", ".join(".".join(each) for each in settings)
        super().__init__(f"{path} was changed meanwhile ({names}), and nothing was written.")
        self.settings = settings


def write(
    path: Path,
    changes: Changes,
    vendors: Mapping[str, Vendor],
    policy: Policy,
    *,
    before: Mapping[str, Any] | None = None,
    profile: str | None = None,
) -> None:
    """Make these changes in the file, all or none.

    ``before`` are the file's values as its editor saw them: a setting that has changed since and is
    to be changed raises `ChangedMeanwhile`. The new text is checked before it replaces the old one:
    what does not pass is not written. Raises `SettingsError`.
    """
    for setting in changes:
        if policy.covers(setting):
            name = ".".join(setting)
            raise SettingsError(f"{name} cannot be changed: it is {SET_BY_ADMINISTRATOR}.")
    text = read_text(path)
    document = Document(path, text)
    if before is not None:
        other = [each for each in changes if _at(before, each) != _at(document.values, each)]
        if other:
            raise ChangedMeanwhile(path, tuple(other))
    new = changed(text or "", changes)
    settle(Document(path, new), policy, vendors, profile)
    if new != text:
        _replace(path, new)


def read_text(path: Path) -> str | None:
    """The file's text with its own line ends, ``None`` if there is none; raises `SettingsError`."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise SettingsError(f"{path} cannot be read ({why}).") from error


def changed(text: str, changes: Changes) -> str:
    """The text of a settings file with these changes; raises `SettingsError`."""
    import tomlkit  # costs memory; the desk rarely writes
    from tomlkit.exceptions import TOMLKitError

    try:
        wanted = changed_values(tomllib.loads(text), changes)
        document: Any = tomlkit.parse(_with_sections(text, changes))
        for setting, value in changes.items():
            _change(document, setting, value)
        new = tomlkit.dumps(document)
        found = tomllib.loads(new)
        same = found == wanted
    except (TOMLKitError, *_LOST) as error:
        raise _not_possible() from error
    if not same:  # tomlkit loses its way in some old-fashioned layouts
        raise _not_possible()
    return new


def _not_possible() -> SettingsError:
    return SettingsError(
        "The settings file is laid out in a way that cannot be changed here without damage. "
        "Nothing was written: change it in an editor."
    )


def _with_sections(text: str, changes: Changes) -> str:
    """The text with the headings that are missing at its end, as a person would write them."""
    import tomlkit

    for *sections, _ in (setting for setting, value in changes.items() if value is not None):
        if not sections or _at(tomllib.loads(text), tuple(sections)) is not _MISSING:
            continue
        heading = ".".join(tomlkit.key(word).as_string() for word in sections)
        blank = "" if not text.strip() else "\n" if text.endswith("\n") else "\n\n"
        with_heading = f"{text}{blank}[{heading}]\n"
        with suppress(tomllib.TOMLDecodeError):  # below a table that stands on one line
            tomllib.loads(with_heading)
            text = with_heading
    return text


def _change(document: Any, setting: Setting, value: Any) -> None:
    import tomlkit
    from tomlkit.items import Table

    table = document
    for word in setting[:-1]:
        if word not in table:
            if value is None:
                return
            table[word] = tomlkit.inline_table() if table is not document else tomlkit.table()
        table = table[word]
        if not isinstance(table, dict):
            raise SettingsError(f"{'.'.join(setting)} cannot be set: “{word}” is not a section.")
    key = setting[-1]
    if value is None:
        table.pop(key, None)
    elif isinstance(value, dict) and isinstance(table.get(key), Table):
        _fill(table[key], value)
    elif isinstance(value, dict):
        inline = tomlkit.inline_table()
        inline.update(value)
        table[key] = inline
    elif table.get(key, _MISSING) != value or type(table[key]) is bool:
        table[key] = list(value) if isinstance(value, tuple) else value


def _fill(table: Any, values: Mapping[str, Any]) -> None:
    for key in [key for key in table if key not in values]:
        del table[key]
    for key, value in values.items():
        if table.get(key) != value:
            table[key] = value


def changed_values(values: dict[str, Any], changes: Changes) -> dict[str, Any]:
    """What the file says once these changes are made; raises `SettingsError`."""
    new = copy.deepcopy(values)
    for setting, value in changes.items():
        table = new
        for word in setting[:-1]:
            if value is None and word not in table:
                break
            table = table.setdefault(word, {})
            if not isinstance(table, dict):
                name = ".".join(setting)
                raise SettingsError(f"{name} cannot be set: “{word}” is not a section.")
        else:
            if value is None:
                table.pop(setting[-1], None)
            else:
                table[setting[-1]] = list(value) if isinstance(value, tuple) else value
    return new


def _at(values: Any, setting: Setting) -> Any:
    for word in setting:
        if not isinstance(values, dict) or word not in values:
            return _MISSING
        values = values[word]
    return values


def _replace(path: Path, text: str) -> None:
    """Put a whole new file in the place of the old one; a link stays one."""
    try:
        target = path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=target.name, suffix=".new")
    except OSError as error:
        raise _not_written(path, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except (OSError, UnicodeEncodeError) as error:
        raise _not_written(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def _not_written(path: Path, error: Exception) -> SettingsError:
    why = getattr(error, "strerror", None) or "it contains what is no text"
    return SettingsError(f"{path} was not changed: it cannot be written ({why}).")
