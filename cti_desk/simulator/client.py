"""A caller of the control API: one blocking socket, light enough for the command line."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from types import TracebackType
from typing import Any


class ControlError(Exception):
    """The simulator refused; ``code`` is its JSON-RPC error code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


class NotReached(Exception):
    """No simulator answers at that address."""


class ControlClient:
    """``ControlClient("127.0.0.1:4711").call("ring", {"agent": "default_1001", "from": "99"})``.

    ``timeout`` is in seconds, ``None`` waits for ever (scripts take their time).
    """

    def __init__(self, address: str, timeout: float | None = 10.0) -> None:
        host, _, port = address.rpartition(":")
        try:
            self._socket = socket.create_connection((host, int(port)), timeout=5.0)
        except (OSError, ValueError, OverflowError) as error:
            raise NotReached(f"No simulator answers at {address}.") from error
        self._socket.settimeout(timeout)
        self._file = self._socket.makefile("rb")
        self._number = 0

    def call(self, method: str, params: Mapping[str, Any] | None = None) -> Any:
        """Return the result; raises ControlError or NotReached."""
        self._number += 1
        request = {"jsonrpc": "2.0", "id": self._number, "method": method, "params": params or {}}
        try:
            self._socket.sendall(json.dumps(request).encode() + b"\n")
            line = self._file.readline()
        except OSError as error:
            raise NotReached("The simulator does not answer.") from error
        if not line:
            raise NotReached("The simulator ended.")
        answer = json.loads(line)
        if "error" in answer:
            raise ControlError(answer["error"]["message"], answer["error"]["code"])
        return answer["result"]

    def close(self) -> None:
        self._file.close()
        self._socket.close()

    def __enter__(self) -> ControlClient:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
