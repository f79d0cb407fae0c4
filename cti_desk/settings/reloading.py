"""Reads changed settings again. A bad file is reported, and the last good settings stay.

A file that was emptied, or has lost the profile in use, counts as bad: a full disk or an editor at
work leaves such files. An agent in a call must not lose the telephone system because of that.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path

from cti_desk.core.errors import SettingsError
from cti_desk.settings.model import Profile, Settings

_log = logging.getLogger(__name__)

Stamp = tuple[int, int, int] | None


class Reloader:
    """Looks whether a file changed when `check` is called. That blocks: for a worker thread."""

    def __init__(
        self,
        load: Callable[[], Settings],
        first: Settings,
        policy: Path | None = None,
        agent_setting: Callable[[str], str] = lambda vendor: "agent",
    ) -> None:
        """``load`` reads the settings, ``first`` is what it gave at the start.

        ``agent_setting(vendor)`` is the key of the setting that names the agent.
        """
        self._load = load
        self._agent_setting = agent_setting
        self._paths = tuple(path for path in (first.path, policy) if path is not None)
        self._stamps = self._read_stamps()
        self.settings = first
        self._policy = policy
        self._was_there = os.path.exists(first.path)
        self.error: SettingsError | None = None

    def check(self, *, meant: bool = False) -> bool:
        """Read again if a file changed; true when `settings` or `error` is new.

        ``error`` is that of the bad file, ``None`` again once it is good; ``settings`` are the last
        good ones. ``meant``: a person has just chosen what the file says, so it may lose the
        profile.
        """
        stamps = self._read_stamps()
        if stamps == self._stamps and not (meant and self.error is not None):
            return False
        self._stamps = stamps
        before = (self.settings, self.error)
        try:
            self.settings, self.error = self._good(self._load(), meant), None
        except SettingsError as error:
            self.error = error
        except Exception:
            _log.exception("the settings cannot be read")
            self.error = SettingsError(
                "The settings cannot be read because of an internal error. The log says more."
            )
        return before != (self.settings, self.error)

    def _good(self, loaded: Settings, meant: bool) -> Settings:
        """Read the file. A file that is gone (moved, a share not mounted) is a bad one, not a fresh
        start.
        """
        before, path = self.settings, loaded.path
        found = os.path.exists(path)
        if self._was_there and not found:
            raise SettingsError(f"The settings file {path} is gone.")
        if before.policy_written and not loaded.policy_written:
            raise SettingsError(f"The administrator's file {self._policy} is gone or empty.")
        if not meant and before.written and not loaded.written:
            raise SettingsError(f"The settings file {path} is empty.")
        if not meant and before.profile is not None:
            self._check_wish(before.profile, loaded)
        self._was_there = found
        return loaded

    def _check_wish(self, in_use: Profile, loaded: Settings) -> None:
        """Only a file that names another profile, or another agent, changes to it."""
        if in_use.name not in loaded.profiles and (loaded.profile is None or not loaded.named):
            raise SettingsError(
                f"The settings file {loaded.path} has lost the profile “{in_use.name}”, which is "
                'in use. To use another one, name it in "profile".'
            )
        key = self._agent_setting(in_use.vendor)
        now = loaded.profile
        same = now is not None and (now.name, now.vendor) == (in_use.name, in_use.vendor)
        if now is not None and same and in_use.settings.get(key) and not now.settings.get(key):
            raise SettingsError(
                f'The profile “{in_use.name}” in {loaded.path} has lost its "{key}". To do without '
                "it, remove it in the settings form, or start the desk again."
            )

    def _read_stamps(self) -> tuple[Stamp, ...]:
        return tuple(_stamp(path) for path in self._paths)


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
