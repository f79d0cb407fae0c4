"""The words ``cti-desk simulate`` and ``cti-desk sim``."""

from __future__ import annotations

import json
import sys
from typing import Any

from cti_desk.simulator.client import ControlClient, ControlError, NotReached
from cti_desk.simulator.command_line import Request, UsageError, parse
from cti_desk.simulator.verbs import VERBS


def simulate(argv: list[str]) -> int:
    """``simulate VENDOR [...]``: run a vendor's simulator as a server; return the exit code."""
    from cti_desk.installation.registry import installed_vendors

    vendors = installed_vendors()
    if not argv or argv[0] in ("-h", "--help"):
        print("Usage: cti-desk simulate VENDOR [--json] [...]")
        print(f"Vendors: {', '.join(vendors)}")
        return 0 if argv else 2
    vendor = vendors.get(argv[0])
    if vendor is None:
        listed = ", ".join(vendors) or "none"
        return _fail(f"There is no telephone system {argv[0]!r} to simulate. Known: {listed}.", 2)
    try:
        return vendor.simulate(argv[1:])
    except ModuleNotFoundError as error:
        words = f"The simulator needs {error.name}: pip install 'cti-desk[simulator]'"
        return _fail(words, 1)


def sim(argv: list[str]) -> int:
    """``sim VERB [...]``: drive a running simulator; return the exit code."""
    if not argv or argv[0] in ("-h", "--help"):
        _help()
        return 0 if argv else 2
    if argv[0] in VERBS and ("-h" in argv or "--help" in argv):
        _help(argv[0])
        return 0
    try:
        request = parse(argv)
        address = request.control or _the_running_one()
        with ControlClient(address, timeout=None) as client:
            result = client.call(request.verb, request.params)
    except UsageError as error:
        return _fail(str(error), 2)
    except NotReached as error:
        return _fail(str(error), 3)
    except ControlError as error:
        return _fail(str(error), 1)
    print(json.dumps(result) if request.json else _told(request, result))
    return 0


def _the_running_one() -> str:
    from cti_desk.simulator.errors import ExchangeError
    from cti_desk.simulator.runtime import running

    try:
        found = running()
    except (ExchangeError, OSError) as error:
        raise NotReached(f"Running simulators cannot be looked up: {error}") from error
    if not found:
        raise NotReached("No simulator runs. Start one with: cti-desk simulate VENDOR")
    if len(found) > 1:
        lines = [f"  --control {e['addresses']['control']}   {e['vendor']}" for e in found]
        raise UsageError("\n".join(["Several simulators run. Say which:", *lines]))
    return str(found[0]["addresses"]["control"])


def _told(request: Request, result: Any) -> str:
    from cti_desk.simulator.telling import tell

    return tell(request.verb, result)


def _help(only: str | None = None) -> None:
    print(f"Usage: cti-desk sim {only or 'VERB'} [...] [--control HOST:PORT] [--json]")
    for name, verb in VERBS.items():
        if only not in (None, name):
            continue
        words = [f"[{key.upper()}]" for key in verb.positional]
        rest = [f"--{key}" for key in verb.params if key not in verb.positional]
        print(f"  {' '.join([name, *words, *rest])}\n      {verb.help}")


def _fail(words: str, code: int) -> int:
    print(words, file=sys.stderr)
    return code
