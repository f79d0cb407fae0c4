"""The server's process: offers both classes, and ends when nobody has an object any more."""

from __future__ import annotations

import logging
import logging.handlers
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cti_desk.api.client import Client, connect
from cti_desk.ipc.com.identity import APPLICATION, INTEGRATION
from cti_desk.ipc.com.lifetime import Lifetime
from cti_desk.ipc.com.objects import ShownApplication, ShownIntegration
from cti_desk.ipc.com.repeats import UnknownCalls
from cti_desk.ipc.com.starter import Starter
from cti_desk.ipc.com.type_library import default_folder, library_path

LOG_BYTES: Final = 500_000

_log = logging.getLogger(__name__)


def serve(instance: str | None, desk_command: Sequence[str]) -> int:
    """Serve until the last object is gone; ``desk_command`` starts the desk. Windows only."""
    from cti_desk.ipc.com import pywin32_shim as com

    start_log(default_folder())
    calls = UnknownCalls()
    life = Lifetime(lambda: calls.pending > 0)
    starter = Starter(desk_command)
    library = library_path(default_folder())
    known_library = str(library) if library.exists() else ""

    def reach() -> Client:
        return connect(instance)

    end = com.offer(
        {
            INTEGRATION.clsid: lambda: ShownIntegration(reach, starter, calls, life),
            APPLICATION.clsid: lambda: ShownApplication(
                reach, starter, life, com.within_com, known_library
            ),
        }
    )
    _log.info("serving")
    life.wait()
    end()
    # Whoever came while the door was being closed is served to the end.
    while life.objects:
        life.wait()
    _log.info("nobody is left")
    return 0


def start_log(folder: Path) -> None:
    """Log beside the type library, two files at most; without a place to write, not at all."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            folder / "com.log", maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.root.addHandler(handler)
    logging.root.setLevel(logging.INFO)
