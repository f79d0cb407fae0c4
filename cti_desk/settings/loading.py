"""Reads the settings file and the administrator's policy, and checks every word of both."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from cti_desk.core.text import oddity
from cti_desk.declarations.vendor import Vendor
from cti_desk.settings.checking import check_value, nearest
from cti_desk.settings.documents import Document, Problem, error_of, read
from cti_desk.settings.endings import parse_ending
from cti_desk.settings.flat import Declarations, Flat, Unknown, flatten
from cti_desk.settings.loopback import host_of, is_loopback
from cti_desk.settings.model import Profile, Settings
from cti_desk.settings.policy import Policy, read_policy
from cti_desk.settings.sections import SECTIONS, Desk, Dialing, ProfileBasics, ScreenPopRule

Section = TypeVar("Section", bound=Struct)


def load(
    path: Path,
    vendors: Mapping[str, Vendor],
    profile: str | None = None,
    policy: Path | None = None,
) -> Settings:
    """Read, check and complete the settings.

    ``vendors`` are the installed telephone systems by name, ``profile`` the one named at the start,
    ``policy`` the administrator's file. A missing file gives settings without a profile, and a note
    that says what to do. Raises `SettingsError`, one sentence a line, with file, line and key.
    """
    found = settle(read(path), read_policy(policy), vendors, profile)
    return replace(found, missing=_missing_files(found))


def _missing_files(settings: Settings) -> tuple[str, ...]:
    """Sentences about files that are named but do not exist. It reads the disk."""
    contacts = settings.contacts_file
    if contacts is None or os.path.isfile(contacts):
        return ()
    try:
        contacts.stat()
        wrong = "is no file"
    except FileNotFoundError:
        wrong = "does not exist"
    except OSError as error:  # it lies where this user may not look
        wrong = f"cannot be read ({error.strerror})"
    return (f"{settings.path}: the contacts file {contacts} {wrong}.",)


def settle(
    document: Document,
    administrator: Policy,
    vendors: Mapping[str, Vendor],
    profile: str | None = None,
) -> Settings:
    """Check and complete what was read, or what would be written; raises `BadSettings`."""
    own = flatten(document.values)
    merged = administrator.applied_to(own)
    declarations = Declarations(vendors, {**own, **merged})
    for checked, values in ((administrator.document, administrator.values), (document, own)):
        if problems := _check(checked, values, declarations):
            raise error_of(checked.path, problems)
    if problems := administrator.check_locked(declarations):
        raise error_of(administrator.document.path, problems)
    return _Builder(document, merged, declarations, administrator).build(profile, own)


def _check(document: Document, values: Flat, declarations: Declarations) -> list[Problem]:
    problems = []
    for path, value in values.items():
        if odd := next(filter(None, map(oddity, path)), None):
            problems.append(document.problem(path, f"A name in this file {odd}."))
            continue
        try:
            field, extra = declarations.at(path)
        except Unknown as unknown:
            if declarations.can_judge(path):
                problems.append(document.problem(path, str(unknown)))
            continue
        wrong = check_value(field, value) or (extra(value) if extra else None)
        if wrong:
            problems.append(document.problem(path, _sentence(path, wrong, field.kind == "secret")))
        elif path[2:] == ("vendor",) and (sentence := declarations.no_such_vendor(value)):
            problems.append(document.problem(path, sentence))
    return problems


def _sentence(path: tuple[str, ...], wrong: str, secret: bool) -> str:
    if secret:
        return (
            f'"{path[-1]}" {wrong}. Remove this line (change the secret if others could read it) '
            f"and store it with: cti-desk secret set {path[1]} {path[-1]}"
        )
    return f'"{path[-1]}" {wrong}.'


class _Builder:
    def __init__(
        self, document: Document, values: Flat, declarations: Declarations, policy: Policy
    ) -> None:
        self._document = document
        self._values = values
        self._declarations = declarations
        self._policy = policy
        self._problems: list[Problem] = []
        self._warnings: list[Problem] = []

    def build(self, wanted: str | None, own: Flat) -> Settings:
        names = self._profile_names()
        sections = {key: self._section(kind, (key,), kind()) for key, kind in SECTIONS.items()}
        self._check_screen_pop(sections["screen_pop"])
        profiles = {name: self._profile(name, sections["dialing"]) for name in names}
        chosen = self._chosen(names, wanted)
        if chosen is not None:
            self._check_endings(sections["desk"], profiles[chosen])
        if self._problems:
            raise error_of(self._document.path, self._problems)
        return Settings(
            self._document.path,
            profiles[chosen] if chosen else None,
            tuple(names),
            **sections,
            notes=(*self._first_run(names), *self._policy.notes_about(self._document.path, own)),
            named=self._values.get(("profile",)) is not None,
            written=bool(self._document.values),
            policy_written=bool(self._policy.document.values),
            warnings=tuple(map(str, self._warnings)),
        )

    def _section(self, kind: type[Section], path: tuple[str, ...], base: Section) -> Section:
        """``base`` with what is set under ``path``; ``kind`` is its type."""
        given = {
            key[-1]: tuple(value) if isinstance(value, list) else value
            for key, value in self._values.items()
            if key[:-1] == path and key[-1] in kind.__struct_fields__
        }
        return replace(base, **given)

    def _profile_names(self) -> list[str]:
        tables = self._document.values.get("profiles", {})
        own = [name for name in tables if not self._policy.covers(("profiles", name))]
        return list(dict.fromkeys([*own, *self._policy.profile_names]))

    def _profile(self, name: str, dialing: Dialing) -> Profile:
        path = ("profiles", name)
        basics = self._section(ProfileBasics, path, ProfileBasics())
        if not basics.vendor:
            self._problem(path, f'[profiles.{name}] needs a "vendor".')
        fields = self._declarations.profile_fields(basics.vendor)
        settings: dict[str, Any] = {
            field.key: self._values.get((*path, field.key), field.default)
            for field in fields
            if field.kind != "secret"
        }
        for field in fields:
            missing = settings.get(field.key, field) in (None, "", [], {})
            if missing and field.required and field.counts(settings):
                words = f'[profiles.{name}] needs "{field.key}": {field.help}'
                self._problem((*path, field.key), words)
        if not any(problem.setting[:2] == path for problem in self._problems):
            self._check_with_vendor(path, basics.vendor, settings)
        self._check_simulator(path, basics, settings)
        own_dialing = self._section(Dialing, (*path, "dialing"), dialing)
        return Profile(
            name,
            basics.vendor,
            settings,
            own_dialing,
            basics.simulator,
            basics.secrets,
            basics.control,
        )

    def _check_with_vendor(
        self, path: tuple[str, ...], name: str, settings: Mapping[str, Any]
    ) -> None:
        """What only the vendor can judge, such as the form of an address."""
        vendor = self._declarations.vendor(name)
        if vendor is None:
            return
        for fault in vendor.check_settings(path[1], settings, False):
            setting = (*path, fault.key) if fault.key else path
            found = self._warnings if fault.mild else self._problems
            found.append(self._document.problem(setting, fault.words))

    def _check_endings(self, desk: Desk, profile: Profile) -> None:
        """Refuse a pause on leaving whose reason the profile does not list: it would fail at that
        moment.
        """
        vendor = self._declarations.vendor(profile.vendor)
        reasons = vendor.pause_reasons(profile.settings) if vendor is not None else ()
        known = {word.casefold() for each in reasons for word in (each.code, each.text) if word}
        needed = vendor is not None and vendor.needs_pause_reason(profile.settings)
        for key in ("on_quit", "on_session_end", "on_lock"):
            ending = parse_ending(getattr(desk, key))
            names = [f"{each.code or ''} {each.text or ''}".strip() for each in reasons]
            listed = f"It lists: {', '.join(names)}." if names else "It lists none."
            if ending.kind != "pause":
                continue
            if ending.reason is None and needed:
                words = f'"{key}" pauses without a reason, and “{profile.name}” needs one. {listed}'
            elif ending.reason is not None and known and ending.reason.casefold() not in known:
                words = (
                    f'"{key}" pauses with the reason “{ending.reason}”, which the profile '
                    f"“{profile.name}” does not list. {listed}"
                )
            else:
                continue
            self._warnings.append(self._document.problem(("desk", key), words))

    def _check_simulator(
        self, path: tuple[str, ...], basics: ProfileBasics, settings: Mapping[str, Any]
    ) -> None:
        if basics.secrets == "simulator" and not (basics.simulator and basics.control):
            words = 'secrets = "simulator" needs simulator = true and the simulator\'s "control".'
            self._problem((*path, "secrets"), words)
        if basics.control is not None and not _has_port(basics.control):
            words = '"control" should be host:port, with a port from 1 to 65535.'
            self._problem((*path, "control"), words)
        if not basics.simulator:
            return
        named = [key for key in settings if key in _ADDRESSES or key.endswith("_address")]
        addresses = {"control": basics.control, **{key: settings[key] for key in named}}
        for key, value in addresses.items():
            for address in [value] if isinstance(value, str) else value or []:
                if not is_loopback(address):
                    words = (
                        f'a simulator\'s profile stays on this computer, but "{key}" names '
                        f'"{host_of(address)}". Use 127.0.0.1 or localhost.'
                    )
                    self._problem((*path, key), words)

    def _check_screen_pop(self, rule: ScreenPopRule) -> None:
        if not rule.url:
            return
        path = ("screen_pop", "url")
        scheme = rule.url.partition(":")[0].lower()
        if scheme not in rule.schemes:
            allowed = ", ".join(rule.schemes)
            self._problem(path, f'"url" should begin with one of the schemes ({allowed}).')
        elif not rule.allowed_hosts:
            self._problem(path, '"url" has no fixed host: name the allowed ones in "hosts".')

    def _chosen(self, names: list[str], wanted: str | None) -> str | None:
        name = wanted or self._values.get(("profile",))
        if name is None:
            if len(names) > 1:
                listed = ", ".join(f'"{each}"' for each in names)
                self._problem((), f'There are several profiles ({listed}): name one in "profile".')
            return names[0] if len(names) == 1 else None
        if name not in names:
            words = f'There is no profile "{name}".{nearest(name, names)}'
            self._problem(() if wanted else ("profile",), words)
            return None
        return str(name)

    def _first_run(self, names: list[str]) -> list[str]:
        if names:
            return []
        why = "has no profile" if self._document.found else "does not exist"
        return [
            f"CTI Desk does not know your telephone system yet: {self._document.path} {why}. "
            "Open Settings… in the menu and add a profile, or look around first with: cti-desk demo"
        ]

    def _problem(self, path: tuple[str, ...], words: str) -> None:
        self._problems.append(self._document.problem(path, words))


def _has_port(address: str) -> bool:
    port = address.rpartition(":")[2]
    return port.isascii() and port.isdigit() and len(port) < 6 and 0 < int(port) < 65536


_ADDRESSES = ("hosts", "host", "server", "url")
