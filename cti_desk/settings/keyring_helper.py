"""A short-lived process that asks the system's keyring: it blocks, and costs memory.

One JSON line on standard input, one on standard output; nothing secret is ever an argument.

    {"action": "get" | "set" | "delete", "profile": …, "name": …, "value": …}
    {"value": … | null}   or   {"error": "locked" | "refused" | "missing", "detail": …}

Run as ``python -P -m cti_desk.settings.keyring_helper``. It ends when its standard input does, so
that a prompt does not outlive the desk that asked.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Mapping
from typing import Any, Final

SERVICE: Final = "cti-desk"
"""The name under which entries stand in the keyring; the user name is ``PROFILE/NAME``."""


def answer(request: Mapping[str, Any], display: bool) -> dict[str, Any]:
    """Carry a request out. ``display`` says whether a prompt could be shown."""
    import keyring
    from keyring import errors

    try:
        backend = keyring.get_keyring()
        if backend.priority < 1:  # the failing backend has 0, those that write plain files below 1
            return {"error": "missing", "detail": f"only {type(backend).__module__} was found"}
        return {"value": _do(backend, request)}
    except errors.NoKeyringError as error:
        return _failure("missing", error)
    except errors.KeyringLocked as error:
        # With a display there was a prompt, and it was closed. Without one nobody was asked.
        return _failure("refused" if display else "locked", error)
    except errors.InitError as error:
        return _failure("refused" if "ismiss" in str(error) else "missing", error)
    except errors.KeyringError as error:
        return _failure("refused", error)
    except Exception as error:  # a backend's own, of a library that differs with the system
        return _failure("refused", error)


def _do(backend: Any, request: Mapping[str, Any]) -> str | None:
    from keyring.errors import PasswordDeleteError

    user = f"{request['profile']}/{request['name']}"
    match request["action"]:
        case "get":
            found = backend.get_password(SERVICE, user)
            return None if found is None else str(found)
        case "set":
            backend.set_password(SERVICE, user, request["value"])
        case "delete":
            try:
                backend.delete_password(SERVICE, user)
            except PasswordDeleteError:
                return None  # there was none
    return None


def _failure(kind: str, error: Exception) -> dict[str, Any]:
    return {"error": kind, "detail": f"{type(error).__name__}: {error}"}


def _end_with_standard_input() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


def main() -> None:
    """Answer one request."""
    request = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_standard_input, daemon=True).start()
    display = sys.platform != "linux" or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    sys.stdout.write(json.dumps(answer(request, display)) + "\n")
    sys.stdout.flush()
    os._exit(0)  # the reading thread would hold the interpreter's own end up


if __name__ == "__main__":
    main()
