"""``cti-desk simulate instantvoice``: the simulator as a server until it is ended."""

from __future__ import annotations

import argparse
from pathlib import Path

from cti_desk.simulator.launch import serve
from cti_desk.vendors.instantvoice.simulator.server import InstantVoiceSimulator


def main(argv: list[str]) -> int:
    """Serve until SIGTERM or SIGINT; return the exit code."""
    options = _parser().parse_args(argv)
    simulator = InstantVoiceSimulator(
        port=options.port,
        control_port=options.control_port,
        profile_dir=options.profile_dir,
        register=True,
    )
    return serve(simulator, as_json=options.json)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cti-desk simulate instantvoice")
    parser.add_argument("--json", action="store_true", help="say in one JSON line what runs where")
    parser.add_argument("--port", type=int, default=0, help="STOMP port (default: any free one)")
    parser.add_argument("--control-port", type=int, default=0, help="port of the control API")
    parser.add_argument("--profile-dir", type=Path, help="where to write the desk's profile")
    return parser
