"""``cti-desk simulate compass``: the simulator as servers until it is ended."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cti_desk.simulator.launch import serve
from cti_desk.vendors.compass.simulator.components import ComponentError
from cti_desk.vendors.compass.simulator.prosody import ProsodyError
from cti_desk.vendors.compass.simulator.server import CompassSimulator


def main(argv: list[str]) -> int:
    """Serve until SIGTERM or SIGINT; return the exit code."""
    options = _parser().parse_args(argv)
    simulator = CompassSimulator(
        prosody=options.prosody,
        stream_management=options.stream_management,
        call_control=options.call_control,
        ports={
            "xmpp": options.port,
            "rest": options.rest_port,
            "http": options.http_port,
            "web": options.web_port,
            "control": options.control_port,
        },
        profile_dir=options.profile_dir,
        register=True,
    )
    try:
        return serve(simulator, as_json=options.json)
    except (ProsodyError, ComponentError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cti-desk simulate compass")
    add = parser.add_argument
    add("--json", action="store_true", help="say in one JSON line what runs where")
    add("--port", type=int, default=0, help="XMPP port for desks (default: any free one)")
    add("--rest-port", type=int, default=0, help="port of REST and downloads, with TLS")
    add("--http-port", type=int, default=0, help="port that redirects to the one above")
    add("--web-port", type=int, default=0, help="port of XMPP over WebSocket and BOSH")
    add("--control-port", type=int, default=0, help="port of the control API")
    add("--profile-dir", type=Path, help="where to write the desk's profile")
    add("--prosody", metavar="PROGRAM", help="the XMPP server (default: prosody)")
    add("--stream-management", action="store_true", help="let XMPP streams be resumed")
    add("--call-control", action="store_true", help="list calls that answer, hold, transfer, …")
    return parser
