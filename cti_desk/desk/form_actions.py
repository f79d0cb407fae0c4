"""What the settings form asks for, carried out: files, keyring, trial, its own password."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any, Final, Protocol

from msgspec import Struct

from cti_desk.core.errors import CtiError, SettingsError
from cti_desk.core.ports import Clock, Memory, Secrets, SwitchSetup
from cti_desk.declarations.connection_test import TRIAL_S, Step
from cti_desk.declarations.forms import Changes, Form, Saved, SecretChanges
from cti_desk.declarations.forms import Path as Setting
from cti_desk.declarations.vendor import Vendor
from cti_desk.desk.tasks import Tasks
from cti_desk.desktop.settings.port import Done, Entry, Stored
from cti_desk.settings.documents import BadSettings, Document
from cti_desk.settings.form import ALLOWED, PASSWORD, FormSource, form_of, problems_of
from cti_desk.settings.form_password import WrongTries, hash_of, matches
from cti_desk.settings.loading import settle
from cti_desk.settings.model import Profile
from cti_desk.settings.policy import read_policy
from cti_desk.settings.secrets import KeyringSecrets, SimulatorSecrets
from cti_desk.settings.writing import ChangedMeanwhile, changed, read_text, write
from cti_desk.system.logging_setup import register_secret
from cti_desk.system.opening import open_path

_log = logging.getLogger(__name__)

_BY_ADMINISTRATOR: Final = "The settings are your administrator's: the form cannot be opened here."


class FormPlace(Struct, frozen=True):
    """Where the form's settings are; ``named`` is the profile named at the desk's start."""

    file: Path
    policy_file: Path
    log_file: Path
    vendors: Mapping[str, Vendor]
    named: str | None = None


class FormMemory(Memory, Protocol):
    """What is remembered must survive a restart at once, or waiting could be avoided by one."""

    def flush(self) -> None: ...


class FormActions:
    """Implements `cti_desk.desktop.settings.port.FormPort`.

    ``given`` are secrets that came with the start; ``took_effect(secrets_too)`` has the desk follow
    what was written.
    """

    def __init__(
        self,
        place: FormPlace,
        memory: FormMemory,
        clock: Clock,
        keyring: KeyringSecrets,
        given: Secrets | None,
        took_effect: Callable[[bool], None],
    ) -> None:
        self._place = place
        self._memory = memory
        self._clock = clock
        self._keyring = keyring
        self._given = given
        self._took_effect = took_effect
        self._tries = WrongTries(memory, clock)
        self._tasks = Tasks()
        self._saving = Tasks()  # goes on when the form is closed
        self._closed = False
        self._source: FormSource | None = None
        self._problem = ""

    # -- reading

    def entry(self) -> Entry:
        if self._source is None:
            # What protects the form cannot be read: nothing can be changed either.
            return Entry()
        values = self._values()
        if values.get(ALLOWED) is False:
            return Entry(_BY_ADMINISTRATOR)
        return Entry(password=bool(values.get(PASSWORD)))

    def enter(self, password: str, done: Callable[[str], None]) -> None:
        self._tasks.spawn(self._enter(password, done))

    def read(self, done: Callable[[], None]) -> None:
        self._tasks.spawn(self._read_then(done))

    def form(self, changes: Changes) -> Form:
        if self._source is None:
            return Form(str(self._place.file), self._problem)
        return form_of(self._source, changes)

    def problems(self, changes: Changes) -> Mapping[Setting, str]:
        return problems_of(self._source, changes) if self._source is not None else {}

    def stored(
        self, profile: str, names: tuple[str, ...], done: Callable[[Mapping[str, Stored]], None]
    ) -> None:
        self._tasks.spawn(self._stored(profile, names, done))

    # -- changing

    def save(self, changes: Changes, secrets: SecretChanges, done: Done) -> None:
        self._saving.spawn(self._save_and_read(changes, secrets, self._if_open(done)))

    def protect(self, password: str | None, done: Done) -> None:
        self._saving.spawn(self._protect(password, self._if_open(done)))

    # -- trying, and the log

    def try_out(
        self,
        profile: str,
        changes: Changes,
        secrets: SecretChanges,
        tell: Callable[[Step], None],
        ended: Callable[[], None],
    ) -> Callable[[], object]:
        task = self._tasks.spawn(self._try_out(profile, changes, secrets, tell, ended))
        return task.cancel

    def open_log(self, failed: Callable[[str], None]) -> None:
        try:
            open_path(self._place.log_file, lambda error: failed(str(error)))
        except CtiError as error:
            failed(str(error))

    def log_file(self) -> str:
        return str(self._place.log_file)

    def close(self) -> None:
        """What is being saved is saved to its end; nobody is told."""
        self._closed = True
        self._tasks.cancel()

    # -- what takes time

    async def _enter(self, password: str, done: Callable[[str], None]) -> None:
        wait = self._tries.wait_s()
        if wait > 0:
            done(f"Wait {math.ceil(wait)} s before the next try.")
            return
        kept = str(self._values().get(PASSWORD, ""))
        if await asyncio.to_thread(matches, password, kept):
            self._tries.right()
            self._memory.flush()
            done("")
            return
        wait = self._tries.wrong()
        self._memory.flush()  # a restart at once must not be a way around the waiting
        later = f" Wait {math.ceil(wait)} s before the next try." if wait else ""
        done(f"That is not the password of the settings.{later}")

    async def _stored(
        self, profile: str, names: tuple[str, ...], done: Callable[[Mapping[str, Stored]], None]
    ) -> None:
        found: dict[str, Stored] = {}
        for name in names:
            try:
                value = await self._keyring.get(profile, name)
            except SettingsError as error:
                found[name] = Stored("unknown", str(error))
            else:
                found[name] = Stored("missing" if value is None else "stored")
        done(found)

    async def _read_then(self, done: Callable[[], None]) -> None:
        await self._read()
        done()

    async def _read(self) -> None:
        try:
            self._source, self._problem = await asyncio.to_thread(self._read_source), ""
        except SettingsError as error:
            self._source, self._problem = None, str(error)

    # The disk, perhaps a network's, takes what it likes: on a worker thread.
    def _read_source(self) -> FormSource:
        place = self._place
        text = read_text(place.file)
        document, policy = Document(place.file, text), read_policy(place.policy_file)
        given = self._given is not None
        return FormSource(document, text, policy, place.vendors, place.named, given)

    async def _save_and_read(self, changes: Changes, secrets: SecretChanges, done: Done) -> None:
        saved = await self._save(changes, secrets)
        await self._read()
        done(saved)

    async def _save(self, changes: Changes, secrets: SecretChanges) -> Saved:
        """Secrets first: settings that are in force without theirs would only fail."""
        before = self._source
        if before is None:
            return Saved(self._problem)
        if wrong := self.problems(changes):
            at, words = next(iter(wrong.items()))
            return Saved(words, at)
        for (profile, name), value in secrets.items():
            register_secret(value or "")
            try:
                await self._keyring.put(profile, name, value)
            except SettingsError as error:
                return Saved(str(error), ("profiles", profile, name))
        failed = await asyncio.to_thread(self._write, changes, before)
        if not failed.failure or secrets:
            self._took_effect(bool(secrets))
        return failed

    def _write(self, changes: Changes, before: FormSource) -> Saved:
        place = self._place
        try:
            policy = read_policy(place.policy_file)
            write(
                place.file,
                changes,
                place.vendors,
                policy,
                before=before.document.values,
                profile=place.named,
            )
        except ChangedMeanwhile as error:
            return Saved(str(error), error.settings[0], changed_meanwhile=True)
        except SettingsError as error:
            return Saved(str(error))
        return Saved()

    async def _protect(self, password: str | None, done: Done) -> None:
        if self._source is None:
            done(Saved(self._problem))
            return
        kept = None if password is None else await asyncio.to_thread(hash_of, password)
        failed = await asyncio.to_thread(self._write, {PASSWORD: kept}, self._source)
        if not failed.failure:
            await self._read()
            self._took_effect(False)
        done(failed)

    async def _try_out(
        self,
        profile: str,
        changes: Changes,
        secrets: SecretChanges,
        tell: Callable[[Step], None],
        ended: Callable[[], None],
    ) -> None:
        try:
            async with asyncio.timeout(TRIAL_S):
                steps = await self._trial(profile, changes, secrets)
                async with contextlib.aclosing(steps):  # type: ignore[type-var]
                    async for step in steps:
                        tell(step)
        except TimeoutError:
            tell(Step("time", "failed", f"There was no end after {TRIAL_S:g} s."))
        except CtiError as error:
            tell(Step("settings", "failed", str(error)))
        except Exception:
            _log.exception("the connection of %s cannot be tried out", profile)
            tell(Step("error", "failed", "An internal error. The log says more."))
        ended()

    async def _trial(
        self, name: str, changes: Changes, secrets: SecretChanges
    ) -> AsyncIterator[Step]:
        """The vendor's own trial, with what is typed in place of what is kept."""
        profile = self._as_typed(name, changes)
        vendor = self._place.vendors[profile.vendor]
        found: dict[str, str] = {}
        for field in vendor.fields:
            if not field.is_given(profile.settings):
                continue
            typed = secrets.get((name, field.key), "")
            value = typed or None
            if typed == "":
                value = await self._kept(profile).get(name, field.key)
            if value is not None:
                register_secret(value)
                found[field.key] = value
            elif field.required:
                raise SettingsError(f"The {field.label.lower()} is missing.")
        if vendor.try_out is None:
            raise SettingsError(f"{vendor.title} has no way to try a connection out.")
        setup = SwitchSetup(name, profile.settings, found, self._clock, self._memory)
        return vendor.try_out(setup)

    def _as_typed(self, name: str, changes: Changes) -> Profile:
        source = self._source
        if source is None:
            raise SettingsError(self._problem)
        own = {path: value for path, value in changes.items() if path[:2] == ("profiles", name)}
        document = Document(source.document.path, changed(source.text or "", own))
        try:
            profile = settle(document, source.policy, source.vendors, name).profile
        except BadSettings as error:  # without its line: the text is in no file yet
            raise SettingsError(error.problems[0].words) from error
        assert profile is not None, "a named profile is there, or settle raises"
        return profile

    def _kept(self, profile: Profile) -> Secrets:
        if profile.secrets == "simulator" and profile.control:
            return SimulatorSecrets(profile.control)
        return self._keyring if self._given is None else self._given

    def _values(self) -> Mapping[Setting, Any]:
        from cti_desk.settings.flat import flatten

        source = self._source
        if source is None:
            return {}
        return source.policy.applied_to(flatten(source.document.values))

    def _if_open(self, done: Done) -> Done:
        def tell(saved: Saved) -> None:
            if not self._closed:
                done(saved)

        return tell
