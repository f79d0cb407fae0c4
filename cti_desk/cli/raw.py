"""Verbs that pass on what they are given: any method of the API, or of the vendor."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from contextlib import suppress
from typing import Any

from cti_desk.cli.terminal import pretty
from cti_desk.cli.verb import Verb, desk
from cti_desk.core.errors import UsageError


def _rpc_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("method", help="as session.snapshot; rpc.discover lists them")
    parser.add_argument("params", nargs="?", metavar="JSON", help="an object, or an array")
    parser.add_argument(
        "--client", metavar="NAME", help="whose event queue ivclient.* uses between runs"
    )


def _rpc(options: Namespace) -> int:
    params = {} if options.params is None else _json(options.params)
    if not isinstance(params, dict | list):
        raise UsageError("The parameters are a JSON object or array.")
    with desk(options) as client:
        print(json.dumps(client.request(options.method, params)))
    return 0


def _json(word: str) -> Any:
    try:
        return json.loads(word)
    except ValueError as error:
        raise UsageError(f"{word} is not JSON: {error}.") from error


def _vendor_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("method", help="as the vendor's documentation names it")
    parser.add_argument(
        "arguments",
        nargs="*",
        metavar="key=value",
        help="a list or record is written as JSON; key=@- reads the value from standard input",
    )


def _vendor(options: Namespace) -> int:
    params = dict(_pair(word) for word in options.arguments)
    with desk(options) as client:
        result = client.request("vendor.call", {"method": options.method, "params": params})
    if options.json:
        print(json.dumps(result))
    elif isinstance(result, str):
        print(result)
    else:
        print(pretty(result))
    return 0


def _pair(word: str) -> tuple[str, Any]:
    """``key=value``; ``@-`` stands for a line of standard input."""
    key, sign, value = word.partition("=")
    if not key or not sign:
        raise UsageError(f"Arguments are written key=value, not {word}.")
    if value == "@-":
        return key, sys.stdin.readline().rstrip("\r\n")
    return key, _value(value)


def _value(text: str) -> Any:
    """A JSON list or object is parsed. A text that only begins like one, such as “[urgent] …”,
    stays a text.
    """
    if text[:1] in ("[", "{"):
        with suppress(ValueError):
            return json.loads(text)
    return text


VERBS: tuple[Verb, ...] = (
    Verb("rpc", "call any method of the local API", _rpc_arguments, _rpc),
    Verb("vendor", "call any method the vendor documents", _vendor_arguments, _vendor),
)
