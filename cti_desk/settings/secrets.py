"""Where passwords and keys come from: the system's keyring, standard input, or a simulator.

Each implements `cti_desk.core.ports.Secrets`. No secret is in an error, an argument or a file.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from cti_desk.core.errors import SettingsError
from cti_desk.core.ports import Secrets
from cti_desk.settings.keyring_process import HELPER, HelperProcess, in_thread
from cti_desk.settings.loopback import is_loopback
from cti_desk.settings.model import Profile

WAITING: Final = "Waiting for your keyring to be unlocked."

_SIMULATOR_TIMEOUT_S: Final = 5.0
_LONGEST_LINE: Final = 1 << 20


class KeyringLocked(SettingsError):
    """The keyring is locked, and nobody unlocked it."""


class KeyringRefused(SettingsError):
    """The keyring, or the person it asked, said no."""


class KeyringMissing(SettingsError):
    """This session has no keyring."""


_OTHERWISE: Final = "Or start the desk with --secrets-stdin."
_ERRORS: Final[dict[str, Callable[[], SettingsError]]] = {
    "locked": lambda: KeyringLocked(
        f"Your keyring is locked, and nobody could be asked for its password. Unlock it. "
        f"{_OTHERWISE}"
    ),
    "refused": lambda: KeyringRefused(
        "Your keyring was not opened: its question was closed, or access was refused. "
        "Nothing was sent to the telephone system."
    ),
    "missing": lambda: KeyringMissing(
        f"There is no keyring in this session (no Secret Service). Start one. {_OTHERWISE}"
    ),
}


class KeyringSecrets:
    """The system's keyring, asked by a helper process so that the desk never waits at a prompt.

    ``on_waiting(sentence)`` is called when the answer takes longer than ``patience_s`` (a prompt
    stands), and with ``None`` when that is over. After ``limit_s`` the prompt is given up.
    """

    def __init__(
        self,
        on_waiting: Callable[[str | None], None] = lambda sentence: None,
        *,
        helper: Sequence[str] = HELPER,
        env: Mapping[str, str] | None = None,
        patience_s: float = 2.0,
        limit_s: float = 600.0,
    ) -> None:
        self._on_waiting = on_waiting
        self._helper = helper
        self._env = env
        self._patience_s = patience_s
        self._limit_s = limit_s

    async def get(self, profile: str, name: str) -> str | None:
        return await self._ask({"action": "get", "profile": profile, "name": name})

    async def put(self, profile: str, name: str, value: str | None) -> None:
        """Keep a secret, or ``None`` for none any more; raises one of the keyring's errors."""
        request = {"action": "delete", "profile": profile, "name": name}
        if value is not None:
            request |= {"action": "set", "value": value}
        await self._ask(request)

    async def _ask(self, request: Mapping[str, str]) -> str | None:
        helper = HelperProcess(self._helper, self._env)
        future = in_thread(helper, request)
        try:
            await asyncio.wait({future}, timeout=self._patience_s)
            if not future.done():
                await self._wait_at_the_prompt(future)
        finally:
            helper.kill()
        return value_of(future.result())

    async def _wait_at_the_prompt(self, future: asyncio.Future[dict[str, Any]]) -> None:
        self._on_waiting(WAITING)
        try:
            await asyncio.wait({future}, timeout=self._limit_s)
        finally:
            self._on_waiting(None)
        if not future.done():
            future.cancel()
            raise KeyringLocked("Your keyring was not unlocked, and its question was given up.")


def value_of(answer: Mapping[str, Any]) -> str | None:
    """The secret in a helper's answer; raises one of the keyring's errors."""
    if "error" in answer:
        error = _ERRORS.get(str(answer["error"]), _ERRORS["refused"])()
        error.details = {"detail": answer.get("detail")}
        raise error
    if "value" not in answer:
        raise KeyringMissing(f"The keyring could not be asked: its helper failed. {_OTHERWISE}")
    value = answer["value"]
    return None if value is None else str(value)


class SimulatorSecrets:
    """A simulator's own secrets, fetched from its control address, which must be on loopback."""

    def __init__(self, control: str) -> None:
        """``control`` is ``host:port``; raises `SettingsError` for one that is not loopback."""
        host, _, port = control.rpartition(":")
        if not is_loopback(control) or not port.isdigit():
            raise SettingsError(
                f"A simulator's secrets come from this computer only, not from “{control}”."
            )
        self._host, self._port = host.strip("[]"), int(port)
        self._control = control

    async def get(self, profile: str, name: str) -> str | None:
        try:
            found = await asyncio.wait_for(self._fetch(), _SIMULATOR_TIMEOUT_S)
            value = found["result"].get(name)
        except (OSError, ValueError, LookupError, AttributeError, TypeError, TimeoutError) as error:
            raise SettingsError(
                f"The simulator at {self._control} did not give its secrets. Is it running?"
            ) from error
        return None if value is None else str(value)

    async def _fetch(self) -> Any:
        reader, writer = await asyncio.open_connection(self._host, self._port, limit=_LONGEST_LINE)
        try:
            request = {"jsonrpc": "2.0", "id": 1, "method": "secrets", "params": {}}
            writer.write(json.dumps(request).encode() + b"\n")
            return json.loads(await reader.readline())
        finally:
            writer.close()


def secrets_for(profile: Profile, given: Secrets | None, keyring: Secrets) -> Secrets:
    """The profile's own source: its simulator, else what was given at the start, else the keyring.

    ``given`` is what ``--secrets-stdin`` read, or ``None``.
    """
    if profile.secrets == "simulator" and profile.control:
        return SimulatorSecrets(profile.control)
    return keyring if given is None else given
