"""Looks at a settings file without a desk, as before a roll-out: does it keep calls away?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from cti_desk.api.desk import CheckItem
from cti_desk.core.errors import SettingsError
from cti_desk.declarations.vendor import Vendor
from cti_desk.settings.documents import BadSettings
from cti_desk.settings.loading import load
from cti_desk.settings.model import Profile, Settings

_UNSEEN: Final = (
    ("secrets", "Whether the secrets are stored is not looked at: that is each agent's keyring."),
    ("link", "Whether the telephone system can be reached is not tried: a desk or its form does."),
    ("agent", "Whether the agent exists and calls can ring is known to the telephone system only."),
)


def check_file(path: Path, policy: Path | None, vendors: Mapping[str, Vendor]) -> list[CheckItem]:
    """What is wrong with a settings file and with the administrator's file that goes with it.

    Everything that would keep a desk with these files from connecting is ``blocking``. Reads the
    disk; asks neither the keyring nor a telephone system.
    """
    for what, file in (("settings", path), ("policy", policy)):
        if file is not None and _is_missing(file):
            return [CheckItem(what, "blocking", f"{file} does not exist.")]
    try:
        settings = load(path, vendors, policy=policy)
    except BadSettings as error:
        return [CheckItem("settings", "blocking", str(each)) for each in error.problems]
    except SettingsError as error:
        return [CheckItem("settings", "blocking", str(error))]
    return [*_of_settings(settings, vendors)]


def _is_missing(file: Path) -> bool:
    """Whether it is not there. One that may not be looked at is told when it is read."""
    try:
        file.stat()
    except OSError as error:
        return isinstance(error, FileNotFoundError)
    return False


def _of_settings(settings: Settings, vendors: Mapping[str, Vendor]) -> Iterator[CheckItem]:
    profile = settings.profile
    if profile is None:
        yield CheckItem("settings", "blocking", f"{settings.path} has no profile.")
        return
    words = f"The file can be used, with the profile “{profile.name}”."
    yield CheckItem("settings", "ok", words)
    yield from _of_named_files(settings.path, profile, vendors[profile.vendor])
    for text in (*settings.warnings, *settings.missing, *settings.notes):
        yield CheckItem("settings", "warning", text)
    for what, text in _UNSEEN:
        yield CheckItem(what, "unknown", text)


def _of_named_files(path: Path, profile: Profile, vendor: Vendor) -> Iterator[CheckItem]:
    for fault in vendor.check_settings(profile.name, profile.settings, True):
        if not fault.mild:
            where = f"{path}, [profiles.{profile.name}]"
            yield CheckItem("settings", "blocking", f"{where}: {fault.words}")
