"""The line to the profile's telephone system: its secrets, its switch, and doing both again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Final

from cti_desk.core.errors import CtiError, SettingsError
from cti_desk.core.model import LinkState
from cti_desk.core.moment import SteadyClock
from cti_desk.core.ports import Clock, Memory, Secrets, SwitchSetup
from cti_desk.core.reports import LinkChanged
from cti_desk.core.workers import Workers
from cti_desk.declarations.vendor import Vendor
from cti_desk.desk.session_runner import SessionRunner
from cti_desk.settings.model import Profile
from cti_desk.settings.secrets import KeyringLocked
from cti_desk.system.logging_setup import register_secret

LOCKED_RETRY_S: Final = 10.0

_log = logging.getLogger(__name__)


class SwitchConnector:
    """Connects the runner to one profile at a time; a change of profile connects anew.

    The desk never waits for this: what is missing shows as the link's reason.
    """

    def __init__(
        self, runner: SessionRunner, clock: Clock, memory: Memory, workers: Workers | None = None
    ) -> None:
        self._workers = workers or Workers()
        self._runner = runner
        self._clock = clock
        self._memory = memory
        self._task: asyncio.Task[None] | None = None
        self._said: str | None = None

    def connect(self, profile: Profile, vendor: Vendor, secrets: Secrets) -> None:
        """Leave the present switch, fetch the secrets and start the profile's switch."""
        before = self._task
        self._task = asyncio.ensure_future(self._connect(before, profile, vendor, secrets))

    def stop(self, reason: str) -> None:
        """There is nothing to connect to; say why."""
        if reason != self._said:
            self._said = reason
            _log.info("there is no line: %s", reason)
        self._runner.feed(LinkChanged(LinkState.STOPPED, reason=reason))

    def keyring_waits(self, sentence: str | None) -> None:
        """The keyring asks the agent something; ``None`` when that is over."""
        if sentence is not None:
            self.stop(sentence)

    async def close(self) -> None:
        await _end(self._task)
        self._task = None

    async def _connect(
        self,
        before: asyncio.Task[None] | None,
        profile: Profile,
        vendor: Vendor,
        secrets: Secrets,
    ) -> None:
        _log.info("the profile %s is in use: connecting to %s", profile.name, vendor.title)
        await _end(before)
        await self._runner.detach()
        self._runner.feed(LinkChanged(LinkState.CONNECTING))
        try:
            found = await self._fetch(profile, vendor, secrets)
            clock = SteadyClock(self._clock)
            setup = SwitchSetup(
                profile.name, profile.settings, found, clock, self._memory, self._workers
            )
            # A vendor's libraries take long to import; the strip is on the screen meanwhile.
            switch = await asyncio.to_thread(vendor.make_switch, setup)
        except CtiError as error:
            self.stop(str(error))
        except Exception:
            _log.exception("the line to %s cannot be made", vendor.name)
            self.stop(f"An internal error: {vendor.title} cannot be used. The log says more.")
        else:
            self._said = None
            self._runner.attach(switch, clock)

    async def _fetch(self, profile: Profile, vendor: Vendor, secrets: Secrets) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for field in vendor.fields:
            if not field.is_given(profile.settings):
                continue
            value = await self._patiently(secrets, profile.name, field.key)
            if value is None and field.required:
                raise SettingsError(
                    f"No {field.label.lower()} is stored for the profile “{profile.name}”. "
                    "Type it in Settings…, or store it with: "
                    f"cti-desk secret set {profile.name} {field.key}"
                )
            if value is not None:
                register_secret(value)
                found[field.key] = value
        return found

    async def _patiently(self, secrets: Secrets, profile: str, name: str) -> str | None:
        """A locked keyring will be unlocked some time; until then the strip says so."""
        while True:
            try:
                return await secrets.get(profile, name)
            except KeyringLocked as error:
                self.stop(str(error))
            await asyncio.sleep(LOCKED_RETRY_S)


async def _end(task: asyncio.Task[None] | None) -> None:
    if task is None:
        return
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
