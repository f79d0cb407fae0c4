"""Whether and where posted events (IVCEP) are received: these fields of a profile, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_network
from typing import Any, Final

from cti_desk.core.errors import SettingsError
from cti_desk.declarations.fields import Field
from cti_desk.vendors.instantvoice.client.broker import parse_host
from cti_desk.vendors.instantvoice.client.listening import Listening

GROUP: Final = "Posted events"
DEFAULT_PATH: Final = "/events"

_SOAP: Final = ("transport", "soap")
_PATH: Final = re.compile(r"/[!-~]*")

FIELDS: Final[tuple[Field, ...]] = (
    Field(
        "events_listen",
        "text",
        "Received at",
        "The address and port of this computer to which InstantVoice posts events (Integration, "
        "Call Events Post), such as 0.0.0.0:8090. For transport = soap, which has no events of its "
        "own. If empty, no events are received, and the state is read every few seconds.",
        group=GROUP,
        when=_SOAP,
    ),
    Field(
        "events_path",
        "text",
        "Path",
        "The path it posts to. Posts have no password, so choose a path that nobody guesses.",
        default=DEFAULT_PATH,
        group=GROUP,
        when=_SOAP,
    ),
    Field(
        "events_get",
        "boolean",
        "By GET too",
        "Whether the site sends events by GET, too: its mode URL does, its mode Options only with "
        "that method. Any web page can make a browser ask by GET, so POST alone is safer.",
        default=False,
        group=GROUP,
        when=_SOAP,
    ),
    Field(
        "events_senders",
        "list",
        "Accepted from",
        "Addresses or networks that may post events, such as 10.0.0.5 or 10.0.0.0/24: the active "
        "ACD, and those that may take its place. Anybody who may post can invent calls.",
        default=(),
        group=GROUP,
        when=_SOAP,
    ),
)


def read_listening(name: str, values: Mapping[str, Any]) -> Listening | None:
    """Check a profile's fields, defaults included; raise `SettingsError` with words.

    Returns ``None`` when nothing is to be received.
    """
    where = str(values["events_listen"] or "").strip()
    if not where:
        return None
    try:
        host = parse_host(where, 0)
        senders = tuple(ip_network(str(one).strip()) for one in values["events_senders"])
    except ValueError as error:
        raise SettingsError(
            f"The profile {name} has a wrong address for posted events: {error}."
        ) from error
    if not host.port:
        raise SettingsError(f"The profile {name} lacks a port in events_listen, such as 8090.")
    if not senders:
        raise SettingsError(
            f"The profile {name} receives posted events, but from nobody: set events_senders."
        )
    path = str(values["events_path"] or DEFAULT_PATH)
    if not _PATH.fullmatch(path) or "?" in path or "#" in path:
        raise SettingsError(
            f"The profile {name} has a wrong events_path: “{path}” is not a path such as /events."
        )
    return Listening(host, path, senders, bool(values["events_get"]))
