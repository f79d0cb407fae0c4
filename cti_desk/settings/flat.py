"""A settings file as a flat table: where each setting stands, and what declares it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from cti_desk.declarations.fields import Field
from cti_desk.declarations.vendor import Vendor
from cti_desk.settings.checking import nearest
from cti_desk.settings.declaring import Check, checks_of, fields_of
from cti_desk.settings.sections import PROFILE, SECTIONS, Dialing, ProfileBasics

Path = tuple[str, ...]
Flat = dict[Path, Any]

TOP: Final = ("profile", "profiles", *SECTIONS)


def flatten(values: Mapping[str, Any]) -> Flat:
    """``{("desk", "on_quit"): "ask", ("profiles", "office", "vendor"): …}``."""
    return dict(_settings(values))


def _settings(values: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    for key, value in values.items():
        if key == "profiles" and isinstance(value, dict):
            for name, profile in value.items():
                yield from _profile((key, name), profile)
        elif key in SECTIONS and isinstance(value, dict):
            for inner, setting in value.items():
                yield (key, inner), setting
        else:
            yield (key,), value


def _profile(path: Path, profile: Any) -> Iterator[tuple[Path, Any]]:
    if not isinstance(profile, dict):
        yield path, profile
        return
    for key, value in profile.items():
        if key == "dialing" and isinstance(value, dict):
            for inner, setting in value.items():
                yield (*path, key, inner), setting
        else:
            yield (*path, key), value


class Unknown(Exception):
    """No such setting; `str()` is the sentence, with the nearest name."""


class Declarations:
    """Finds the declaration of a setting by its path.

    ``values`` are all settings, for the telephone system of each profile.
    """

    def __init__(self, vendors: Mapping[str, Vendor], values: Flat) -> None:
        self._vendors = vendors
        self._values = values

    def at(self, path: Path) -> tuple[Field, Check | None]:
        """The field and its extra check; raises `Unknown`."""
        match path:
            case ("profile",):
                return PROFILE, None
            case (section,) if section in SECTIONS or section == "profiles":
                raise Unknown(f'"{section}" should be a section: [{section}].')
            case (key,):
                raise Unknown(f'There is no setting "{key}".{nearest(key, TOP)}')
            case ("profiles", name):
                raise Unknown(f'"{name}" should be a section: [profiles.{name}].')
            case ("profiles", name, key):
                return self._at_profile(name, key)
            case ("profiles", name, "dialing", key):
                return _in_section(Dialing, key, f"profiles.{name}.dialing")
            case (section, key) if section in SECTIONS:
                return _in_section(SECTIONS[section], key, section)
        raise Unknown(f'There is no setting "{".".join(path)}".')

    def profile_fields(self, vendor: str) -> tuple[Field, ...]:
        """The vendor's fields; empty for a vendor that is not installed."""
        return self._vendors[vendor].fields if vendor in self._vendors else ()

    def vendor(self, name: str) -> Vendor | None:
        """The telephone system of this name, ``None`` for one that is not installed."""
        return self._vendors.get(name)

    def can_judge(self, path: Path) -> bool:
        """False for the settings of a profile whose telephone system is not known."""
        return path[0] != "profiles" or len(path) < 3 or self._vendor_of(path[1]) in self._vendors

    def no_such_vendor(self, vendor: str) -> str | None:
        """The sentence about a telephone system that is not installed."""
        if vendor in self._vendors:
            return None
        known = ", ".join(f'"{name}"' for name in sorted(self._vendors))
        hint = nearest(vendor, list(self._vendors))
        return f'There is no telephone system "{vendor}" (there is: {known}).{hint}'

    def _vendor_of(self, profile: str) -> str:
        vendor = self._values.get(("profiles", profile, "vendor"))
        return vendor if isinstance(vendor, str) else ""

    def _at_profile(self, name: str, key: str) -> tuple[Field, Check | None]:
        basics = {field.key: field for field in fields_of(ProfileBasics)}
        if key in basics:
            return basics[key], None
        fields = {field.key: field for field in self.profile_fields(self._vendor_of(name))}
        if key in fields:
            return fields[key], None
        if key == "dialing":
            raise Unknown(f'"dialing" should be a section: [profiles.{name}.dialing].')
        hint = nearest(key, [*basics, *fields, "dialing"])
        raise Unknown(f'There is no setting "{key}" in [profiles.{name}].{hint}')


def _in_section(section: type, key: str, name: str) -> tuple[Field, Check | None]:
    fields = {field.key: field for field in fields_of(section)}
    if key not in fields:
        raise Unknown(f'There is no setting "{key}" in [{name}].{nearest(key, list(fields))}')
    return fields[key], checks_of(section).get(key)
