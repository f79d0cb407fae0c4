"""A Compass profile: its fields, and the checked values a switch is built from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from msgspec import Struct

from cti_desk.core.errors import SettingsError
from cti_desk.core.model import Reason
from cti_desk.core.ports import Memory
from cti_desk.declarations.fields import Fault, Field
from cti_desk.switch_kit.login_guard import Credentials, RefusalStore
from cti_desk.vendors.compass.client.hosts import XMPP_PORT, Addresses, Hosts, hosts_of
from cti_desk.vendors.compass.client.site import Site
from cti_desk.vendors.compass.client.xmpp_site import Invisible, XmppSite

PauseModel = Literal["undecided", "queue", "status"]
Transport = Literal["xmpp", "websocket"]

FIELDS: Final[tuple[Field, ...]] = (
    Field(
        "domain",
        "text",
        "Platform",
        "The platform's web address without www, such as example.com. A user of a company's own "
        "domain may leave it out; the desk then looks it up.",
    ),
    Field(
        "user",
        "text",
        "User name",
        "The user name of the platform's web page. A user of a company's own domain writes it "
        "with the domain, such as joe@company.com.",
        required=True,
    ),
    Field(
        "password", "secret", "Password", "The password of the platform's web page.", required=True
    ),
    Field("ca_file", "text", "Certificate authority", "The PEM file of the site's own authority."),
    Field(
        "queues",
        "list",
        "Queues",
        "Names or ids of the queues to join at login. If omitted, the queues you left last are "
        "joined again.",
        default=(),
    ),
    Field(
        "queue_priority",
        "integer",
        "Queue priority",
        "The priority, 1 to 3, for a queue that you join for the first time.",
        default=1,
        minimum=1,
        maximum=3,
    ),
    Field(
        "follow_forwards",
        "boolean",
        "Queue calls follow forwards",
        "Whether a queue's calls go where the user's calls are forwarded to.",
        default=False,
    ),
    Field(
        "pause_model",
        "choice",
        "How a pause is set",
        "queue: in each queue (version 2 of the interface). status: for the user (version 3). "
        "undecided: this desk sets no pauses. All programs of a company must use the same way, "
        "because each way undoes the other.",
        default="undecided",
        choices=("undecided", "queue", "status"),
    ),
    Field(
        "pause_reasons",
        "list",
        "Pause reasons",
        "Texts to choose from. Colleagues see them if pause_model is status; otherwise only the "
        "journal has them.",
        default=(),
    ),
    Field(
        "rest_version",
        "choice",
        "REST version",
        "auto: the newest that the platform speaks.",
        default="auto",
        choices=("auto", "3", "2", "1"),
    ),
    Field(
        "method_override",
        "boolean",
        "Tunnel PATCH and DELETE",
        "Send them as POST with a header, through a proxy that knows neither.",
        default=False,
    ),
    Field(
        "transport",
        "choice",
        "Events over",
        "xmpp: port 5222; websocket: port 443, where a firewall lets nothing else through.",
        default="xmpp",
        choices=("xmpp", "websocket"),
    ),
    Field(
        "resource",
        "text",
        "XMPP resource",
        "The beginning of this connection's name. Empty: this computer's name.",
    ),
    Field(
        "presence_priority",
        "integer",
        "Presence priority",
        "If below zero, chat messages go to the user's other programs.",
        default=-1,
        minimum=-128,
        maximum=127,
    ),
    Field(
        "invisible",
        "choice",
        "Invisible to colleagues",
        "required: connect only if invisible. preferred: visible if the server refuses to hide "
        "this connection. off: visible.",
        default="required",
        choices=("required", "preferred", "off"),
    ),
    Field(
        "rest_address",
        "text",
        "REST address",
        "Needed if it is not https://rest. and the platform.",
    ),
    Field(
        "files_address",
        "text",
        "Download address",
        "Needed if it is not https://files. and the platform.",
    ),
    Field(
        "xmpp_address",
        "text",
        "XMPP address",
        "host or host:port. Needed if it is not uc. and the platform.",
    ),
    Field(
        "websocket_address",
        "text",
        "WebSocket address",
        "Needed if it is not wss://bosh. and the platform, with the path /ws.",
    ),
)

_HOST: Final = re.compile(
    r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*",
    re.IGNORECASE,
)
_ADDRESSES: Final = ("rest_address", "files_address", "xmpp_address", "websocket_address")
_FORBIDDEN: Final = re.compile(r"[:/\"&'<>\s\x00-\x1f\x7f]")


class Profile(Struct, frozen=True):
    """A profile's values, checked. ``domain`` is ``None`` when it must be looked up.

    ``user`` is a name, or a JID of a company's own domain (which `company_domain` names).
    """

    name: str
    domain: str | None
    user: str
    password: str
    addresses: Addresses = Addresses()
    ca_file: str | None = None
    queues: tuple[str, ...] = ()
    queue_priority: int = 1
    follow_forwards: bool = False
    pause_model: PauseModel = "undecided"
    pause_reasons: tuple[str, ...] = ()
    rest_version: int | None = None
    method_override: bool = False
    transport: Transport = "xmpp"
    resource: str | None = None
    presence_priority: int = -1
    invisible: Invisible = "required"

    def __repr__(self) -> str:
        return f"Profile({self.name!r}, {self.user!r}, {self.domain!r})"

    @property
    def company_domain(self) -> str | None:
        """The domain behind the user's name, to look the platform up with."""
        return self.user.rpartition("@")[2] if "@" in self.user else None

    def key(self, name: str) -> str:
        """Under which something of this profile is remembered."""
        return f"compass.{self.name}.{name}"

    def refusals(self, memory: Memory) -> RefusalStore:
        """Where a refused login is kept: REST and XMPP log in with the same credentials."""
        credentials = Credentials(repr((self.domain, self.addresses)), self.user, self.password)
        return RefusalStore(credentials, memory, self.key("refused_login"))

    def hosts(self, found: str | None = None) -> Hosts:
        """The platform's hosts; ``found`` is its domain where the profile names none."""
        domain = self.domain or found
        if domain is None:
            raise SettingsError(f"The profile {self.name} names no platform: set domain.")
        return hosts_of(domain, self.addresses)

    def xmpp_site(self, hosts: Hosts) -> XmppSite:
        """The XMPP interface, and the login to it."""
        jid = hosts.jid(self.user)
        # A company's own domain may have a certificate at the platform, or use the platform's.
        own = jid.rpartition("@")[2]
        names = tuple(dict.fromkeys((hosts.jid_domain, own)))
        return XmppSite(
            jid,
            self.password,
            hosts.domain,
            hosts.phone,
            hosts.pubsub,
            hosts.xmpp_host,
            hosts.xmpp_port,
            names,
            hosts.websocket if self.transport == "websocket" else None,
            self.ca_file,
            self.resource,
            self.presence_priority,
            self.invisible,
        )

    def site(self, hosts: Hosts) -> Site:
        """The REST interface, and the login to it."""
        return Site(
            hosts.rest,
            hosts.files,
            hosts.rest_user(self.user),
            self.password,
            self.ca_file,
            self.method_override,
            hosts.rest_name,
        )


def read_profile(name: str, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> Profile:
    """Check a profile's settings and secrets; raise `SettingsError` with words."""
    values = {field.key: field.default for field in FIELDS}
    values.update((key, value) for key, value in settings.items() if value is not None)
    version = str(values["rest_version"])
    user = _user(name, str(values["user"] or ""))
    domain = _domain(name, values["domain"])
    if domain is None and "@" not in user:
        raise SettingsError(f"The profile {name} names no platform: set domain.")
    return Profile(
        name,
        domain,
        user,
        _password(name, secrets),
        _addresses(name, values),
        values["ca_file"] or None,
        tuple(str(queue) for queue in values["queues"]),
        int(values["queue_priority"]),
        bool(values["follow_forwards"]),
        values["pause_model"],
        tuple(str(text) for text in values["pause_reasons"]),
        None if version == "auto" else int(version),
        bool(values["method_override"]),
        values["transport"],
        values["resource"] or None,
        int(values["presence_priority"]),
        values["invisible"],
    )


def check_settings(name: str, settings: Mapping[str, Any], files: bool) -> list[Fault]:
    """What is wrong with a profile's settings, found without the platform; see `Vendor`."""
    faults = []
    if settings.get("user"):
        try:
            read_profile(name, settings, {"password": "none"})
        except SettingsError as error:
            key = next((one for one in _ADDRESSES if one in str(error)), "")
            faults.append(Fault(key, str(error)))
    if files:
        from cti_desk.switch_kit.tls import client_context  # a start must not pay for ssl

        try:
            client_context(settings.get("ca_file"))
        except SettingsError as error:
            faults.append(Fault("ca_file", str(error)))
    return faults


def pause_reasons(settings: Mapping[str, Any]) -> tuple[Reason, ...]:
    """The pause reasons that the settings list; Compass has none of its own."""
    return tuple(Reason(text=str(text)) for text in settings.get("pause_reasons") or ())


def _user(profile: str, text: str) -> str:
    """A colon would end the name at the REST interface, the others are no part of a JID."""
    user = text.strip()
    name, at, domain = user.rpartition("@")
    if not user or _FORBIDDEN.search(user) or (at and not (name and _HOST.fullmatch(domain))):
        raise SettingsError(
            f"The profile {profile} has a wrong user name: “{user}” is neither a name nor "
            "name@company.com."
        )
    return user


def _domain(profile: str, given: Any) -> str | None:
    text = str(given or "").strip().lower()
    if not text:
        return None
    domain = re.sub(r"^https?://", "", text).rstrip("/").removeprefix("www.")
    if not _HOST.fullmatch(domain):
        raise SettingsError(
            f"The profile {profile} has a wrong domain: “{text}” is not like example.com."
        )
    return domain


def _addresses(profile: str, values: Mapping[str, Any]) -> Addresses:
    return Addresses(
        _origin(profile, "rest_address", values),
        _origin(profile, "files_address", values),
        _host_and_port(profile, str(values["xmpp_address"] or "").strip()),
        _websocket(profile, str(values["websocket_address"] or "").strip()),
    )


def _origin(profile: str, key: str, values: Mapping[str, Any]) -> str | None:
    """``https://`` and a host, without the rest; passwords go nowhere without encryption."""
    text = str(values[key] or "").strip()
    if not text:
        return None
    parts = _split(profile, key, text, "https")
    if parts.path not in ("", "/") or parts.query:
        raise SettingsError(f"The profile {profile} has a wrong {key}: it may have no path.")
    return f"https://{parts.netloc.lower()}"


def _websocket(profile: str, text: str) -> str | None:
    if not text:
        return None
    _split(profile, "websocket_address", text, "wss")
    return text


def _split(profile: str, key: str, text: str, scheme: str) -> Any:
    try:
        parts = urlsplit(text)
        valid = parts.scheme == scheme and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid or "@" in parts.netloc:
        raise SettingsError(
            f"The profile {profile} has a wrong {key}: “{text}” does not begin with {scheme}:// "
            "and a host."
        )
    return parts


def _host_and_port(profile: str, text: str) -> tuple[str, int] | None:
    if not text:
        return None
    try:
        parts = urlsplit(f"//{text}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.netloc != text or "@" in text or port == 0:
        raise SettingsError(
            f"The profile {profile} has a wrong xmpp_address: “{text}” is not a host or host:port."
        )
    return host, port or XMPP_PORT


def _password(profile: str, secrets: Mapping[str, str]) -> str:
    value = secrets.get("password")
    if not value:
        raise SettingsError(
            f"The profile {profile} lacks the password.",
            details={"profile": profile, "secret": "password"},
        )
    return value
