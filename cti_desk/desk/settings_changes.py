"""What happens when a settings file changes while the desk runs: look, follow, and say so."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from msgspec import Struct

from cti_desk.desk.session_runner import SessionRunner
from cti_desk.desk.settings_in_use import SettingsInUse
from cti_desk.desk.tasks import Tasks
from cti_desk.settings.model import Settings

_log = logging.getLogger(__name__)


def changed_names(before: Settings, after: Settings) -> list[str]:
    """What differs, by name: an administrator's log says what was set, never to which value."""
    names = [
        name
        for name in Settings.__struct_fields__
        if name != "profile" and getattr(before, name) != getattr(after, name)
    ]
    old, new = before.profile, after.profile
    if old is None or new is None or (old.name, old.vendor) != (new.name, new.vendor):
        return names if old == new else ["profile", *names]
    inside = [
        key
        for key in sorted({*old.settings, *new.settings})
        if old.settings.get(key) != new.settings.get(key)
    ]
    if old != new and not inside:
        return ["profile", *names]
    return [*(f"profile.{key}" for key in inside), *names]


class Parts(Struct, frozen=True):
    """Who is told. ``use(before)`` shows new settings, ``follow()`` has everything follow them.

    ``files_changed()`` is called for every change, also to a bad file. ``say(text)`` shows a
    sentence to the agent, ``withdraw(text)`` takes one away that is true no longer.
    """

    files_changed: Callable[[], None]
    use: Callable[[Settings], None]
    follow: Callable[[], None]
    say: Callable[[str], None]
    withdraw: Callable[[str], None]


class SettingsChanges:
    """Looks at the files one look after the other, each to its end."""

    def __init__(
        self, in_use: SettingsInUse, runner: SessionRunner, parts: Parts, tasks: Tasks
    ) -> None:
        self._in_use = in_use
        self._runner = runner
        self._parts = parts
        self._tasks = tasks
        self._turn = asyncio.Lock()
        self._said = ""

    def files_touched(self) -> None:
        """A file may have changed: look, beside what goes on."""
        self._tasks.spawn(self.look())

    def saved(self, secrets_too: bool) -> None:
        """Follow at once what the form has written, new secrets by a new connection."""
        self._tasks.spawn(self.look(meant=True, connect_anew=secrets_too))

    async def look(self, *, meant: bool = False, connect_anew: bool = False) -> None:
        """Follow the files if they have changed.

        ``meant``: the form has written them. ``connect_anew``: the secrets are others.
        """
        async with self._turn:
            before = self._in_use.settings
            changed = await self._in_use.changed(meant=meant)
            if connect_anew:
                self._in_use.connect_anew()
            if changed:
                self._parts.files_changed()
            if changed and self._in_use.problem is None:
                await self._use(before)
            elif connect_anew:
                self._parts.follow()
            if changed and self._in_use.problem is not None:
                self._say(f"{self._in_use.problem} The settings from before stay in force.")

    async def _use(self, before: Settings) -> None:
        failed = await self._in_use.leave_profile(before, self._runner)
        self._parts.use(before)
        self._parts.follow()
        if before == self._in_use.settings:
            self._say("The settings file is in order again.")
        else:
            self._say("The settings have changed and are in force.")
        after = self._in_use.settings
        _log.info("settings changed: %s", ", ".join(changed_names(before, after)) or "nothing")
        for text in after.warnings:
            if text not in before.warnings:
                self._parts.say(text)
        if failed is not None:
            self._parts.say(str(failed))

    def _say(self, text: str) -> None:
        """Say the newest about the settings in the place of what was said before."""
        self._parts.withdraw(self._said)
        self._said = text
        self._parts.say(text)
