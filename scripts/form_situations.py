"""The settings form without a desk behind it, for pictures and tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path as FilePath
from typing import Any, Final

from msgspec.structs import replace

from cti_desk.declarations.connection_test import Step
from cti_desk.declarations.fields import Field
from cti_desk.declarations.forms import (
    Changes,
    Form,
    FormField,
    FormGroup,
    Path,
    ProfileForm,
    Protection,
    Saved,
    SecretChanges,
    SecretSource,
)
from cti_desk.desktop.settings.port import Entry, Stored
from cti_desk.installation.registry import installed_vendors
from cti_desk.settings.documents import Document
from cti_desk.settings.form import FormSource, form_of, problems_of
from cti_desk.settings.policy import Policy

_OFFICE = ("profiles", "office")
_BROKER = (
    Field("hosts", "list", "Broker addresses", "Each host or host:port.", required=True),
    Field("port", "integer", "Port", "Of the hosts that name none.", default=61613),
    Field("user", "text", "User name", "Login at the broker.", default="instantvoice"),
    Field("password", "secret", "Password", "Passcode at the broker.", required=True),
    Field("encryption", "choice", "Encryption", "`tls`, or none.", "tls", choices=("tls", "none")),
    Field("supervisor", "boolean", "Supervisor", "Follow all agents.", default=False),
    Field("reasons", "table", "Pause reasons", "Number to text.", default={}),
    Field("recorder", "integer", "Port", "Nothing is sent to it.", 5800, group="TotalRecorder"),
)
_VALUES = {"hosts": ["acd1.example.com", "acd2.example.com:61614"], "reasons": {"1": "Break"}}
_DESK = (
    Field("on_quit", "text", "When you quit", "`stay`, `logout` or `ask`.", default="ask"),
    Field("always_on_top", "boolean", "Always on top", "Above other windows.", default=True),
)
_DEBUG = (
    Field("level", "choice", "Detail", "How much is written.", "info", choices=("info", "debug")),
)


class SettingsForm:
    """`FormPort` with nobody behind it: what was asked is kept, answers are set by hand.

    ``values`` is what the file says; a port that is no whole number is a problem.
    """

    def __init__(self) -> None:
        self.values: dict[Path, Any] = {(*_OFFICE, key): each for key, each in _VALUES.items()}
        self.profiles = ["office"]
        self.locked: set[Path] = {("desk", "on_quit")}
        self.entry_is = Entry()
        self.problem = ""
        self.wrong_password = ""
        self.protection = Protection()
        self.source: SecretSource = "keyring"
        self.kept: dict[str, Stored] | None = {"password": Stored("stored")}
        self.result = Saved()
        self.waits = False
        self.asked: list[tuple[Any, ...]] = []
        self.steps: list[Step] = []
        self.running = False
        self.closed = False

    def entry(self) -> Entry:
        return self.entry_is

    def enter(self, password: str, done: Callable[[str], None]) -> None:
        self.asked.append(("enter", len(password)))
        done(self.wrong_password)

    def read(self, done: Callable[[], None]) -> None:
        self.asked.append(("read",))
        done()

    def form(self, changes: Changes) -> Form:
        if self.problem:
            return Form("settings.toml", self.problem)
        new = [path[1] for path in changes if path[2:] == ("vendor",)]
        gone = [path[1] for path, value in changes.items() if len(path) == 2 and value is None]
        names = [name for name in dict.fromkeys([*self.profiles, *new]) if name not in gone]
        chosen = changes.get(("profile",)) or (names[0] if names else None)
        return Form(
            "settings.toml",
            vendors=(("instantvoice", "InstantVoice"), ("acme", "Acme PBX")),
            profiles=tuple(self._profile(name, changes) for name in names),
            chosen=chosen if chosen in names else None,
            chosen_set={**self.values, **changes}.get(("profile",)),
            groups=(
                FormGroup("desk", "Desk", "How it ends.", self._fields(("desk",), _DESK, changes)),
                FormGroup("log", "Debug log", "", self._fields(("log",), _DEBUG, changes)),
            ),
            protection=self.protection,
        )

    def problems(self, changes: Changes) -> Mapping[Path, str]:
        wrong = {
            path: f'"{path[-1]}" should be a whole number.'
            for path, value in changes.items()
            if path[-1] == "port" and isinstance(value, str)
        }
        for name in [each.name for each in self.form(changes).profiles]:
            path = ("profiles", name, "hosts")
            if not {**self.values, **changes}.get(path):
                wrong[path] = f'[profiles.{name}] needs "hosts": Each host or host:port.'
        return wrong

    def stored(
        self, profile: str, names: tuple[str, ...], done: Callable[[Mapping[str, Stored]], None]
    ) -> None:
        if self.kept is not None:
            done(self.kept)

    def save(self, changes: Changes, secrets: SecretChanges, done: Callable[[Saved], None]) -> None:
        self.asked.append(("save", dict(changes), dict(secrets)))
        if not self.result.failure:
            self.profiles = [each.name for each in self.form(changes).profiles]
            self.values.update(changes)
        if not self.waits:
            done(self.result)

    def protect(self, password: str | None, done: Callable[[Saved], None]) -> None:
        self.asked.append(("protect", password is not None))
        self.protection = Protection(password is not None)
        done(self.result)

    def try_out(
        self,
        profile: str,
        changes: Changes,
        secrets: SecretChanges,
        tell: Callable[[Step], None],
        ended: Callable[[], None],
    ) -> Callable[[], object]:
        self.asked.append(("try", profile, dict(changes), dict(secrets)))
        self.running, self.tell, self.ended = True, tell, ended
        return self._cancelled

    def finish(self) -> None:
        """Let the trial that runs take its steps."""
        for step in self.steps:
            self.tell(step)
        self.running = False
        self.ended()

    def open_log(self, failed: Callable[[str], None]) -> None:
        self.asked.append(("log",))
        failed("The log was not opened: no program for it was found.")

    def log_file(self) -> str:
        return "/home/ana/.local/state/cti-desk/default/cti-desk.log"

    def close(self) -> None:
        self.closed = True

    def _cancelled(self) -> None:
        self.running = False

    def _profile(self, name: str, changes: Changes) -> ProfileForm:
        fields = self._fields(("profiles", name), _BROKER, changes)
        group = FormGroup("profile", "InstantVoice", "", fields)
        return ProfileForm(name, "instantvoice", "InstantVoice", group, self.source, can_try=True)

    def _fields(
        self, path: Path, fields: tuple[Field, ...], changes: Changes
    ) -> tuple[FormField, ...]:
        values = {**self.values, **changes}
        return tuple(
            FormField(where, each, values.get(where), where in self.locked)
            for each in fields
            if (where := (*path, each.key))
        )


FILE: Final = """\
[profiles.office]
vendor = "instantvoice"
hosts = ["acd1.example.com", "acd2.example.com:61614"]
agent = "default_1001"
devices = ["SIP/default_0001", "SIP/default_0002"]
pause_reasons = { 1 = "Break", 2 = "Lunch", 3 = "Training" }
"""
POLICY: Final = """\
locked = ["desk.on_session_end"]
[desk]
on_quit = "logout"
"""


class RealFields(SettingsForm):
    """The same with everything that is declared: a file, a policy and the installed vendors."""

    def __init__(self, file: str = FILE, policy: str = POLICY) -> None:
        super().__init__()
        self._source = FormSource(
            Document(FilePath("settings.toml"), file),
            file,
            Policy(Document(FilePath("policy.toml"), policy)),
            installed_vendors(),
        )
        self.named: str | None = None
        self.kept = {"password": Stored("stored"), "key": Stored("missing")}
        self.kept["total_recorder_password"] = Stored("missing")

    def form(self, changes: Changes) -> Form:
        return form_of(replace(self._source, named=self.named), changes)

    def problems(self, changes: Changes) -> Mapping[Path, str]:
        return problems_of(replace(self._source, named=self.named), changes)
