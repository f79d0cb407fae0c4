"""When the CRM's page is opened for a call, with what, and whether the address may be opened.

Pure: the URL template (RFC 6570) is expanded at the edge, see `cti_desk.system.opening`.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final, Literal
from urllib.parse import urlsplit

from cti_desk.core.errors import UsageError
from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Call, ConnectionState, Direction
from cti_desk.core.ports import Contacts

Trigger = Literal["ringing", "answered", "ended", "dialled", "clicked"]
TRIGGERS: Final[tuple[Trigger, ...]] = ("ringing", "answered", "ended", "dialled", "clicked")

REMEMBERED_ROOTS: Final = 2_000

VARIABLES: Final = (
    "number",
    "e164",
    "display",
    "name",
    "direction",
    "queue",
    "queue_name",
    "called",
    "call_id",
    "root_id",
    "correlation_id",
    "agent",
    "cause",
)

_ENDS: Final = frozenset({EventType.CONNECTION_CLEARED, EventType.FAILED, EventType.DIVERTED})

_CALL_EVENTS_OF_A_DIALLED_CALL: Final = frozenset(
    {
        EventType.SERVICE_INITIATED,
        EventType.ORIGINATED,
        EventType.NETWORK_REACHED,
        EventType.DELIVERED,
        EventType.ESTABLISHED,
        EventType.CALL_INFORMATION,
    }
)


class ScreenPop:
    """Decides once for each root call: a queue that offers a caller again opens nothing twice."""

    def __init__(self, trigger: Trigger, contacts: Contacts | None = None) -> None:
        self._trigger = trigger
        self._contacts = contacts
        self._decided: dict[str, None] = {}

    def decide(self, event: Event, agent: str | None = None) -> dict[str, str] | None:
        """Return the template's variables if this event is the call's moment, else ``None``."""
        call = event.call
        if call is None or call.root in self._decided or not self._is_the_moment(event, call):
            return None
        self._remember(call.root)
        return self.variables(call, agent, event.cause)

    def clicked(self, call: Call, agent: str | None = None) -> dict[str, str]:
        """The agent asked for the page of this call: every click opens it."""
        return self.variables(call, agent)

    def variables(
        self, call: Call, agent: str | None = None, cause: str | None = None
    ) -> dict[str, str]:
        """What a template may name (`VARIABLES`). What is not known is left out."""
        remote = call.remote
        known = None
        if self._contacts is not None and remote.number and not remote.withheld:
            known = self._contacts.look_up(remote.number)
        found = {
            "number": remote.number,
            "e164": remote.e164 or (known and known.e164),
            "display": remote.display or (known and known.display),
            "name": remote.name or (known and known.name),
            "direction": call.direction and call.direction.lower(),
            "queue": call.queue and call.queue.id,
            "queue_name": call.queue and call.queue.name,
            "called": call.called,
            "call_id": call.id,
            "root_id": call.root,
            "correlation_id": call.correlation_id,
            "agent": agent,
            "cause": cause,
        }
        return {name: str(value) for name, value in found.items() if value}

    def _is_the_moment(self, event: Event, call: Call) -> bool:
        inbound = call.direction is Direction.INBOUND
        match self._trigger:
            case "ringing":
                ringing = call.local_state is ConnectionState.ALERTING
                return inbound and ringing and event.event not in _ENDS
            case "answered":
                return inbound and event.event is EventType.ESTABLISHED
            case "ended":
                return inbound and event.event is EventType.CONNECTION_CLEARED
            case "dialled":
                outbound = call.direction is Direction.OUTBOUND
                known = call.remote.number is not None
                return outbound and known and event.event in _CALL_EVENTS_OF_A_DIALLED_CALL
            case "clicked":
                return False

    def _remember(self, root: str) -> None:
        self._decided[root] = None
        while len(self._decided) > REMEMBERED_ROOTS:
            del self._decided[next(iter(self._decided))]


def check_url(url: str, schemes: tuple[str, ...], hosts: tuple[str, ...]) -> None:
    """Raise `UsageError` unless the address has an allowed scheme and host.

    ``hosts`` are exact names, or ``*.example.com`` for every name below one; empty allows none.
    The address itself, which carries a caller's number, is in no error text.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        has_port = parts.port is not None
    except ValueError:
        raise UsageError("The page was not opened: its address is not a valid URL.") from None
    if parts.scheme not in schemes:
        raise UsageError(f"The page was not opened: “{parts.scheme}” addresses are not allowed.")
    if parts.username is not None or parts.password is not None:
        raise UsageError("The page was not opened: its address carries a user name or password.")
    if any(c.isspace() or not c.isprintable() or c == "\\" for c in url):
        raise UsageError("The page was not opened: its address is not a valid URL.")
    if not any(_is_host(host, allowed, parts.port if has_port else None) for allowed in hosts):
        raise UsageError(f"The page was not opened: the host “{host}” is not allowed.")


def _is_host(host: str, allowed: str, port: int | None) -> bool:
    """Whether a host is the allowed one; IPv6 addresses with or without brackets, zeros or not."""
    name, wanted_port = _split_port(allowed.strip().lower())
    if wanted_port and wanted_port != str(port):
        return False
    if name.startswith("*."):
        return host.endswith(name[1:])
    return _canonical(host) == _canonical(name)


def _split_port(allowed: str) -> tuple[str, str]:
    """``name``, ``name:port``, ``::1``, ``[::1]`` or ``[::1]:port`` as name and port."""
    if allowed.startswith("["):
        name, _, rest = allowed[1:].partition("]")
        return name, rest.removeprefix(":")
    if allowed.count(":") > 1:
        return allowed, ""  # an IPv6 address without brackets has no port
    name, _, port = allowed.partition(":")
    return name, port


def _canonical(host: str) -> str:
    try:
        return str(ip_address(host))
    except ValueError:
        return host
