"""``cti-desk simulate instantvoice``: the simulator as a server until it is ended."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import get_args

from cti_desk.simulator.launch import serve
from cti_desk.vendors.instantvoice.simulator.broker import BrokerError
from cti_desk.vendors.instantvoice.simulator.event_posts import EventPoster, PostBy
from cti_desk.vendors.instantvoice.simulator.server import USER, InstantVoiceSimulator

PASSWORD_VARIABLE = "CTI_DESK_BROKER_PASSWORD"  # noqa: S105 - the name of a variable


def main(argv: list[str]) -> int:
    """Serve until SIGTERM or SIGINT; return the exit code."""
    options = _parser().parse_args(argv)
    try:
        simulator = _simulator(options)
    except OSError as error:
        sys.stderr.write(f"A port cannot be used: {error.strerror}.\n")
        return 1
    try:
        return serve(simulator, as_json=options.json)
    except BrokerError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _simulator(options: argparse.Namespace) -> InstantVoiceSimulator:
    return InstantVoiceSimulator(
        broker=options.broker,
        broker_user=options.broker_user or ("guest" if options.broker else USER),
        broker_password=_password(options) if options.broker else None,
        vhost=options.vhost,
        port=options.port,
        control_port=options.control_port,
        ivws_port=options.ivws_port,
        transport=options.transport,
        posts=_posts(options),
        profile_dir=options.profile_dir,
        register=True,
    )


def _posts(options: argparse.Namespace) -> EventPoster | None:
    if options.post_events is None:
        return None
    return EventPoster(options.post_events, options.post_events_by)


def _password(options: argparse.Namespace) -> str:
    """From standard input or the environment, never an argument; RabbitMQ's own for guest."""
    if options.broker_password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return os.environ.get(PASSWORD_VARIABLE) or "guest"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cti-desk simulate instantvoice")
    add = parser.add_argument
    add("--json", action="store_true", help="say in one JSON line what runs where")
    add("--port", type=_port, default=0, help="STOMP port for desks (default: any free one)")
    add("--ivws-port", type=_port, default=0, help="port of the SOAP web service, IVWS")
    add("--transport", choices=("stomp", "soap"), default="stomp", help="of the desk's profile")
    add("--post-events", type=_url, metavar="URL", help="post the events there as well (IVCEP)")
    add(
        "--post-events-by",
        choices=get_args(PostBy),
        default="post",
        help="how (default: post); a URL with tags such as #CALLERID# is asked for by get",
    )
    add("--control-port", type=_port, default=0, help="port of the control API")
    add("--profile-dir", type=Path, help="where to write the desk's profile")
    add("--broker", type=_address, metavar="HOST:PORT", help="use this broker, not the embedded")
    add("--broker-user", help="account on that broker (default: guest)")
    add(
        "--broker-password-stdin",
        action="store_true",
        help=f"read its password from standard input (else from {PASSWORD_VARIABLE})",
    )
    add("--vhost", default="/", help="virtual host on that broker (default: /)")
    return parser


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port")
    return int(text)


def _url(text: str) -> str:
    try:
        EventPoster(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text


def _address(text: str) -> str:
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not HOST:PORT")
    return text
