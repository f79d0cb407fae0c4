"""The verb that shows how a number is read: ``cti-desk explain number TEXT``.

The running desk answers it. Without one, and with ``--country``, it is answered here.
"""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser, Namespace
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from cti_desk.cli.showing import table
from cti_desk.cli.verb import Verb, desk
from cti_desk.core.errors import CtiError, DeskNotRunning, UsageError

if TYPE_CHECKING:
    from cti_desk.core.dialing import DialRules
    from cti_desk.settings.model import Settings

NOT_DIALLED = 2


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", choices=("number",))
    parser.add_argument("text", metavar="TEXT", help="a number as typed, pasted or clicked")
    parser.add_argument(
        "--caller", action="store_true", help="TEXT is what a telephone system says of a caller"
    )
    parser.add_argument(
        "--country", metavar="XX", help="two letters; no desk and no settings are needed then"
    )
    parser.add_argument("--outside-line", metavar="D", help="what is dialled to leave the house")
    parser.add_argument("--config", metavar="FILE", help="by this settings file, not the desk's")
    parser.add_argument("--profile", metavar="NAME", help="by this profile of the settings file")


def _run(options: Namespace) -> int:
    found = _explanation(options)
    print(json.dumps(found) if options.json else "\n".join(_lines(found)))
    return NOT_DIALLED if found["problem"] else 0


def _explanation(options: Namespace) -> dict[str, Any]:
    if options.country is None and options.config is None and options.profile is None:
        params = {
            "text": options.text,
            "caller": options.caller,
            "outside_line": _line(options),
        }
        with suppress(DeskNotRunning), desk(options) as client:
            result: dict[str, Any] = client.request("contacts.explain", params)
            return result | {"raw": options.text}
    return _here(options)


def _here(options: Namespace) -> dict[str, Any]:
    """The same without a desk. Imported late: other verbs must not pay for it."""
    import msgspec

    from cti_desk.contacts.book import ContactBook
    from cti_desk.contacts.csv_file import read_contacts
    from cti_desk.core.explanation import explain

    settings, rules = _rules(options)
    line = _line(options)
    if line is not None:
        rules = msgspec.structs.replace(rules, outside_line=line)
    entries: tuple[Any, ...] = ()
    if settings is not None and settings.contacts_file is not None:
        with suppress(OSError):
            entries = read_contacts(settings.contacts_file).entries
    book = ContactBook(entries, rules)
    found: dict[str, Any] = msgspec.to_builtins(
        explain(options.text, rules, book.look_up, options.caller)
    )
    return found


def _rules(options: Namespace) -> tuple[Settings | None, DialRules]:
    from cti_desk.settings.countries import COUNTRIES, dial_rules

    if options.country is None:
        settings = _settings(options)
        assert settings is not None
        return settings, settings.dial_rules
    country = options.country.upper()
    if country not in COUNTRIES:
        raise UsageError(
            f"“{options.country}” is no country's two letters, such as BR, DE or US (ISO 3166)."
        )
    found = None
    with suppress(CtiError):  # only for the names of contacts
        found = _settings(options, must_be=False)
    return found, dial_rules(country, None, None, "", 5)


def _settings(options: Namespace, must_be: bool = True) -> Settings | None:
    """The settings; without ``must_be`` nothing is loaded where there is no file."""
    from pathlib import Path

    from cti_desk.installation.registry import installed_vendors
    from cti_desk.settings.loading import load
    from cti_desk.system.paths import Paths

    paths = Paths(options.instance)
    file = paths.settings_file if options.config is None else Path(options.config)
    if not os.path.isfile(file) and not must_be:
        return None
    if options.config is not None and not os.path.isfile(file):
        raise UsageError(f"There is no settings file {file}.")
    return load(file, installed_vendors(), options.profile, paths.policy_file)


def _line(options: Namespace) -> str | None:
    line: str | None = options.outside_line
    if line in (None, "-"):
        return None if line is None else ""
    if not set(line or "") <= set("0123456789*#"):
        raise UsageError(f"An outside line is written in digits, not “{line}”.")
    return line


def _lines(found: dict[str, Any]) -> list[str]:
    """What a person reads."""
    contact = found["contact"]
    if contact and found["guess"]:
        contact = f"perhaps {contact}"
    rows = (
        ("Text", found["raw"]),
        ("Number", found["e164"]),
        ("Extension", found["extension"]),
        ("Shown as", found["display"]),
        ("Dialled", found["dialled"]),
        ("Contact", contact),
        ("Problem", found["problem"]),
    )
    return table((label, str(value)) for label, value in rows if value)


VERBS: tuple[Verb, ...] = (
    Verb("explain", "how a number is read and what is dialled", _arguments, _run),
)
