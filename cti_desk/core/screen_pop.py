"""Decides when the CRM's page is opened for a call, with which values, and whether its address is
allowed.

A page belongs to a party that is with the agent. A queue that offers a caller again opens no second
page, and a customer whom a colleague connects has a page of their own.

Pure: the URL template (RFC 6570) is expanded at the edge, see `cti_desk.system.opening`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from ipaddress import ip_address
from typing import Final, Literal, get_args
from urllib.parse import urlsplit

from msgspec import Struct

from cti_desk.core.errors import UsageError
from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Call, ConnectionState, Direction, Remote
from cti_desk.core.moment import Moment
from cti_desk.core.page_decisions import PageDecisions
from cti_desk.core.parties import is_another
from cti_desk.core.ports import Contacts
from cti_desk.core.text import clean

Trigger = Literal["ringing", "answered", "party", "ended", "dialled", "clicked"]
TRIGGERS: Final[tuple[Trigger, ...]] = get_args(Trigger)

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

WAIT_S: Final = 0.3
"""How long a page waits for values that its template names and this vendor tells a little later."""

_ENDS: Final = frozenset(
    {EventType.CONNECTION_CLEARED, EventType.FAILED, EventType.DIVERTED, EventType.TRANSFERRED}
)

# What a vendor may tell after the call itself, by what it says it can never tell.
_NUMBER: Final = ("calls.remote.number",)
_LATER: Final = {
    "number": _NUMBER,
    "e164": _NUMBER,
    "display": _NUMBER,
    "name": ("calls.remote.name",),
    "queue": ("calls.queue", "queues"),
    "queue_name": ("calls.queue", "queues", "queues.name"),
    "called": ("calls.called",),
}
_OF_THE_PARTY: Final = frozenset({"number", "e164", "display", "name"})
_OF_WHOM: Final = frozenset(VARIABLES) - {"agent", "direction", "cause"}


class Page(Struct, frozen=True):
    """A page is to be opened, with these values for its template."""

    variables: dict[str, str]


class Wait(Struct, frozen=True):
    """Ask again when the call changes, or after so many seconds."""

    seconds: float
    missing: tuple[str, ...]


class No(Struct, frozen=True):
    """No page is opened; ``why`` is for the log, and empty where there is nothing to say yet."""

    why: str = ""


Decision = Page | Wait | No


class ScreenPop:
    """Decides once for each party that is with the agent in a root call.

    ``named`` are the variables that the page's template names; ``decisions`` may be those of an
    earlier run.
    """

    def __init__(
        self,
        trigger: Trigger,
        contacts: Contacts | None = None,
        named: Iterable[str] = VARIABLES,
        decisions: PageDecisions | None = None,
    ) -> None:
        self.trigger = trigger
        self.decisions = PageDecisions() if decisions is None else decisions
        self._contacts = contacts
        self._named = frozenset(named)
        self._seen: dict[str, tuple[Remote, float]] = {}

    def decide(
        self,
        event: Event,
        at: Moment,
        agent: str | None = None,
        unknowable: Collection[str] = (),
    ) -> Decision:
        """Whether the page of this event's call opens now."""
        call = event.call
        if call is None:
            return No()
        ends = event.event is EventType.CONNECTION_CLEARED
        waited = at.monotonic - self._since(call, at.monotonic)
        if ends:
            self._seen.pop(call.id, None)
        if not self._is_the_moment(event, call):
            return No(self._why_never(call) if ends else "")
        if self.decisions.decided(self.trigger, call.root, self._party(call)):
            return No(f"one was opened for this party ({self.trigger})")
        variables = self.variables(call, agent, event.cause)
        missing = () if ends else self._missing(call, variables, unknowable)
        if missing and waited < WAIT_S:
            return Wait(WAIT_S - waited, missing)
        if not self._says_who(call, variables):
            return No("nothing is known yet of who it is")
        self.decisions.decide(self.trigger, call.root, self._party(call), at.stamp)
        return Page(variables)

    def clicked(self, call: Call, agent: str | None = None) -> dict[str, str]:
        """The agent asked for the page of this call: every click opens it."""
        return self.variables(call, agent)

    def variables(
        self, call: Call, agent: str | None = None, cause: str | None = None
    ) -> dict[str, str]:
        """The values of `VARIABLES` that are known.

        Ids that are our own are omitted: they mean nothing to the telephone system or to a CRM.
        """
        remote, known = call.remote, None
        if self._contacts is not None and remote.number and not remote.withheld:
            known = self._contacts.look_up(remote.number)
        vendors_id = call.id if call.id_source == "vendor" else None
        found = {
            "number": remote.number,
            "e164": remote.e164 or (known and known.e164),
            "display": remote.display or (known and known.display),
            "name": remote.name or (known and known.name),
            "direction": call.direction and call.direction.lower(),
            "queue": call.queue and call.queue.id,
            "queue_name": call.queue and call.queue.name,
            "called": call.called,
            "call_id": vendors_id,
            "root_id": call.parent or vendors_id,
            "correlation_id": call.correlation_id,
            "agent": agent,
            "cause": cause,
        }
        # A vendor that is a package of its own may not have made its texts valid.
        return {name: clean(str(value)) for name, value in found.items() if value}

    def _party(self, call: Call) -> Remote:
        """For whom a page is decided. At the end of a call it is for the root call, whoever was
        there.
        """
        return Remote() if self.trigger == "ended" else call.remote

    def _since(self, call: Call, now: float) -> float:
        """Since when this party is seen in the call."""
        before = self._seen.get(call.id)
        if before is None or is_another(before[0], call.remote):
            self._seen[call.id] = (call.remote, now)
            return now
        self._seen[call.id] = (call.remote, before[1])
        return before[1]

    def _is_the_moment(self, event: Event, call: Call) -> bool:
        inbound = call.direction is Direction.INBOUND
        ends = event.event in _ENDS
        match self.trigger:
            case "ringing":
                here = call.up or call.local_state is ConnectionState.ALERTING
                return inbound and here and not ends
            case "answered":
                return inbound and call.up and not ends
            case "party":
                return not ends and _is_with_the_agent(call)
            case "ended":
                spoke = call.answered_at is not None
                return inbound and spoke and event.event is EventType.CONNECTION_CLEARED
            case "dialled":
                outbound = call.direction is Direction.OUTBOUND
                return outbound and call.remote.number is not None and not ends
            case "clicked":
                return False

    def _why_never(self, call: Call) -> str:
        """Why a call that is over had no page at all."""
        if (self.trigger, call.root) in self.decisions or self.trigger == "clicked":
            return ""
        wanted = {"dialled": Direction.OUTBOUND, "party": call.direction}
        if call.direction is not wanted.get(self.trigger, Direction.INBOUND):
            return (
                f"the moment is \u201c{self.trigger}\u201d, and the call was of another direction"
            )
        return f"the call was over before the moment \u201c{self.trigger}\u201d came"

    def _missing(
        self, call: Call, variables: Mapping[str, str], unknowable: Collection[str]
    ) -> tuple[str, ...]:
        """What the template names and is not known yet, although this vendor can tell it."""
        withheld = _OF_THE_PARTY if call.remote.withheld else frozenset[str]()
        incoming = {"queue", "queue_name", "called"}
        if call.direction is Direction.OUTBOUND:
            withheld |= incoming
        if call.remote.number:  # how it is written is computed from it, at once
            withheld |= {"e164", "display"}
        return tuple(
            name
            for name, never in _LATER.items()
            if name in self._named
            and name not in variables
            and name not in withheld
            and not any(each in unknowable for each in never)
        )

    def _says_who(self, call: Call, variables: Mapping[str, str]) -> bool:
        """Whether the page would say anything about the caller, if its template wants to."""
        wanted = self._named & _OF_WHOM
        told = call.remote.withheld or call.id_source == "vendor"
        return told or not wanted or bool(wanted & variables.keys())


def _is_with_the_agent(call: Call) -> bool:
    """Whether somebody is on the line: a caller who was answered, or one who has answered."""
    if not call.up:
        return False
    if call.remote_state in (ConnectionState.CONNECTED, ConnectionState.HELD):
        return True
    # Where the far end is not told, a caller is there, and so is whoever the system lists.
    unknown = call.remote_state is None
    return unknown and (call.direction is not Direction.OUTBOUND or call.id_source == "derived")


def template_names(template: str) -> frozenset[str]:
    """The variables that an RFC 6570 template names."""
    expressions = re.findall(r"\{([^{}]*)\}", template)
    names = (name for each in expressions for name in each.lstrip("+#./;?&").split(","))
    return frozenset(re.split(r"[:*]", name)[0].strip() for name in names)


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
