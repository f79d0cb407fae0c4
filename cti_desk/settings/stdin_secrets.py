"""Secrets on standard input, for unattended starts: ``--secrets-stdin``.

One JSON object, or a line for each secret, until the end of the input or an empty line:

    {"password": "…", "key": "…"}   or   {"office": {"password": "…"}, "other": {…}}
    password=…
    key=…
"""

from __future__ import annotations

import json
import queue
import threading
from typing import Any, BinaryIO, Final

from cti_desk.core.errors import SettingsError

TIMEOUT_S: Final = 10.0
_LONGEST: Final = 1 << 20


class StdinSecrets:
    """What was given at the start; nothing is kept longer than the process."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    async def get(self, profile: str, name: str) -> str | None:
        own = self._values.get(profile)
        value = own.get(name) if isinstance(own, dict) else self._values.get(name)
        return value if isinstance(value, str) else None


def read_secrets(stream: BinaryIO, timeout_s: float = TIMEOUT_S) -> StdinSecrets:
    """Read the secrets.

    Raises `SettingsError` when nothing, or nothing understandable, comes in time. The desk never
    waits at a prompt to start, so it gives up an input that stays open.
    """
    lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(stream, lines), name="stdin", daemon=True).start()
    try:
        return StdinSecrets(_collect(lines, timeout_s))
    except queue.Empty:
        raise SettingsError(
            "--secrets-stdin: the secrets did not come. End them with an empty line."
        ) from None


def _read(stream: BinaryIO, lines: queue.SimpleQueue[bytes | None]) -> None:
    try:
        for line in iter(lambda: stream.readline(_LONGEST), b""):
            lines.put(line)
            if not line.strip():
                break
    except (OSError, ValueError):  # closed meanwhile
        pass
    lines.put(None)


def _collect(lines: queue.SimpleQueue[bytes | None], timeout_s: float) -> dict[str, Any]:
    text = b""
    while (line := lines.get(timeout=timeout_s)) is not None and line.strip():
        text += line
        if text.lstrip().startswith(b"{"):
            try:
                found = json.loads(text)
            except ValueError:
                continue  # an object may take several lines
            return _checked(found)
    return _checked(_pairs(text))


def _pairs(text: bytes) -> dict[str, Any]:
    try:
        lines = text.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        raise SettingsError("--secrets-stdin: the input is not UTF-8 text.") from None
    found = {}
    for line in lines:
        name, equals, value = line.partition("=")
        if not equals or name.strip().startswith("{"):
            raise SettingsError("--secrets-stdin: a JSON object or lines NAME=VALUE were expected.")
        found[name.strip()] = value
    return found


def _checked(found: Any) -> dict[str, Any]:
    if not isinstance(found, dict) or not found:
        raise SettingsError("--secrets-stdin: there are no secrets on standard input.")
    return found
