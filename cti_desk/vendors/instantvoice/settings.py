"""An InstantVoice profile: its fields, and the checked values a switch is built from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from cti_desk.core.errors import SettingsError
from cti_desk.core.model import Reason
from cti_desk.declarations.fields import Fault, Field
from cti_desk.vendors.instantvoice import posted_settings
from cti_desk.vendors.instantvoice.client import web_service
from cti_desk.vendors.instantvoice.client.broker import (
    DEFAULT_PORT,
    DEFAULT_USER,
    Broker,
    Host,
    parse_host,
)
from cti_desk.vendors.instantvoice.client.listening import Listening
from cti_desk.vendors.instantvoice.client.web_service import WebService
from cti_desk.vendors.instantvoice.messages.values import AgentName, agent_name

LONGEST_KEY: Final = 20
TOTAL_RECORDER: Final = "Instant TotalRecorder"

_SECRETS_OF_NOBODY: Final = {"password": "none", "key": "none"}
"""To read a profile whose secrets are not at hand."""

_STOMP: Final = ("transport", "stomp")
_SOAP: Final = ("transport", "soap")

FIELDS: Final[tuple[Field, ...]] = (
    Field(
        "transport",
        "choice",
        "Transport",
        "stomp: the broker, with events. soap: the web service (IVWS), for sites that give no "
        "access to the broker; it has no events, so the state is read every few seconds.",
        default="stomp",
        choices=("stomp", "soap"),
    ),
    Field(
        "hosts",
        "list",
        "Addresses",
        "Addresses of the STOMP broker, or of the web service: each is host or host:port, the "
        "active ACD first. The desk tries them in turn.",
        required=True,
    ),
    Field(
        "port",
        "integer",
        "Port",
        "The broker's port, for addresses without a port.",
        default=DEFAULT_PORT,
        minimum=1,
        maximum=65535,
        when=_STOMP,
    ),
    Field(
        "soap_port",
        "integer",
        "Port of the web service",
        "If transport is soap: the port, for addresses without a port.",
        default=web_service.DEFAULT_PORT,
        minimum=1,
        maximum=65535,
        when=_SOAP,
    ),
    Field(
        "virtual_host",
        "text",
        "Virtual host",
        "The broker's virtual host.",
        default="/",
        when=_STOMP,
    ),
    Field("user", "text", "User name", "Login at the broker.", default=DEFAULT_USER, when=_STOMP),
    Field("password", "secret", "Password", "Passcode at the broker.", required=True, when=_STOMP),
    Field(
        "key",
        "secret",
        "Access key",
        "From Configuration, Web Service; at most 20 letters and digits. Give each seat a key of "
        "its own, so that others do not see this desk's replies.",
        required=True,
    ),
    Field(
        "encryption",
        "choice",
        "Encryption",
        "tls, or none for a server without TLS: password, key and calls then travel in clear text.",
        default="tls",
        choices=("tls", "none"),
    ),
    Field("ca_file", "text", "Certificate authority", "The PEM file of the site's own authority."),
    Field(
        "accountcode",
        "text",
        "Accountcode",
        "The accountcode of agents that are given by their number alone.",
        default="default",
    ),
    Field(
        "agent",
        "text",
        "Agent",
        "The desk's agent, such as default_1001. Empty: the first login at this desk chooses it.",
    ),
    Field(
        "devices",
        "list",
        "Telephones",
        "Where calls may ring: each <TECH>/<name>, such as SIP/default_0001.",
        default=(),
    ),
    Field("device", "text", "Usual telephone", "The telephone for a login that names none."),
    Field(
        "pause_reasons",
        "table",
        "Pause reasons",
        "The number and text of each pause, as in Telephony, Agent Pauses. InstantVoice cannot "
        "list them; the desk learns the texts that it sends.",
        default={},
    ),
    Field(
        "default_pause_reason",
        "text",
        "Usual pause reason",
        "The number of the reason for a pause that names none.",
    ),
    Field(
        "pause_reason_required",
        "boolean",
        "Ask for a pause reason",
        "InstantVoice always needs a reason. If no, the desk uses the usual (or first) one "
        "without asking.",
        default=True,
    ),
    Field(
        "supervisor",
        "boolean",
        "Supervisor",
        "Follow the events of all agents.",
        default=False,
        when=_STOMP,
    ),
    *posted_settings.FIELDS,
    Field(
        "total_recorder_port",
        "integer",
        "Port",
        "Where Instant TotalRecorder's client listens on this computer. The desk only keeps it, "
        "until the protocol is known: nothing is sent there.",
        default=5800,
        minimum=1,
        maximum=65535,
        group=TOTAL_RECORDER,
    ),
    Field(
        "total_recorder_password",
        "secret",
        "Password",
        "The local API password from the Captures tab of TotalRecorder's client. The desk only "
        "keeps it: nothing is sent.",
        group=TOTAL_RECORDER,
        kept_only=True,
    ),
)


class Profile(Struct, frozen=True):
    """A profile's values, checked. ``agent`` is ``None`` when the first login chooses.

    ``server`` is the broker, or the web service in a profile over SOAP; only there events may be
    posted to where the desk is ``listening``.
    """

    name: str
    server: Broker | WebService
    key: str
    accountcode: str = "default"
    agent: AgentName | None = None
    devices: tuple[str, ...] = ()
    device: str | None = None
    reasons: tuple[Reason, ...] = ()
    default_reason: str | None = None
    reason_required: bool = True
    supervisor: bool = False
    listening: Listening | None = None

    def __repr__(self) -> str:
        return f"Profile({self.name!r}, {self.server!r}, agent={self.agent!r})"

    def memory_key(self, name: str) -> str:
        """The name under which something of this profile is remembered."""
        return f"instantvoice.{self.name}.{name}"


def read_profile(name: str, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> Profile:
    """Check a profile's settings and secrets; raise `SettingsError` with words."""
    values = {field.key: field.default for field in FIELDS}
    values.update((key, value) for key, value in settings.items() if value is not None)
    accountcode = str(values["accountcode"])
    agent = str(values["agent"] or "").strip()
    over_soap = values["transport"] == "soap"
    return Profile(
        name,
        _service(name, values) if over_soap else _broker(name, values, secrets),
        _key(name, secrets),
        accountcode,
        agent_name(agent, accountcode) if agent else None,
        tuple(str(device) for device in values["devices"]),
        values["device"] or None,
        pause_reasons(values),
        str(values["default_pause_reason"]) if values["default_pause_reason"] else None,
        bool(values["pause_reason_required"]),
        bool(values["supervisor"]) and not over_soap,
        posted_settings.read_listening(name, values) if over_soap else None,
    )


def check_settings(name: str, settings: Mapping[str, Any], files: bool) -> list[Fault]:
    """What is wrong with a profile's settings, found without InstantVoice; see `Vendor`."""
    faults = []
    for host in settings.get("hosts") or ():
        try:
            parse_host(str(host))
        except ValueError as error:
            faults.append(Fault("hosts", f'"hosts": {error}.'))
    if not faults and settings.get("hosts"):
        try:
            read_profile(name, settings, _SECRETS_OF_NOBODY)
        except SettingsError as error:
            faults.append(Fault("", str(error)))
    if files and settings.get("encryption") != "none":
        from cti_desk.switch_kit.tls import client_context  # a start must not pay for ssl

        try:
            client_context(settings.get("ca_file"), system_too=False)
        except SettingsError as error:
            faults.append(Fault("ca_file", str(error)))
    reasons = {reason.code for reason in pause_reasons(settings)}
    usual = settings.get("default_pause_reason")
    if usual and reasons and usual not in reasons:
        words = f'"default_pause_reason" is {usual}, which is not one of "pause_reasons".'
        faults.append(Fault("default_pause_reason", words, mild=True))
    return faults


def needs_pause_reason(settings: Mapping[str, Any]) -> bool:
    """Whether a pause that names no reason is refused: there is no usual one."""
    required = settings.get("pause_reason_required", True)
    return bool(required) and not settings.get("default_pause_reason")


def pause_reasons(settings: Mapping[str, Any]) -> tuple[Reason, ...]:
    """The pause reasons that the settings list; InstantVoice itself cannot list them."""
    listed = settings.get("pause_reasons") or {}
    return tuple(Reason(str(code), str(text)) for code, text in listed.items())


def _broker(name: str, values: Mapping[str, Any], secrets: Mapping[str, str]) -> Broker:
    return Broker(
        _hosts(name, values, "broker", int(values["port"])),
        _secret(name, secrets, "password", "the broker's password"),
        str(values["user"]),
        str(values["virtual_host"]),
        "none" if values["encryption"] == "none" else "tls",
        values["ca_file"] or None,
    )


def _service(name: str, values: Mapping[str, Any]) -> WebService:
    return WebService(
        _hosts(name, values, "web service", int(values["soap_port"])),
        "none" if values["encryption"] == "none" else "tls",
        values["ca_file"] or None,
    )


def _hosts(name: str, values: Mapping[str, Any], what: str, port: int) -> tuple[Host, ...]:
    if not values["hosts"]:
        raise SettingsError(f"The profile {name} names no {what}: set hosts.")
    try:
        return tuple(parse_host(str(host), port) for host in values["hosts"])
    except ValueError as error:
        raise SettingsError(f"The profile {name} has a wrong {what} address: {error}.") from error


def _key(name: str, secrets: Mapping[str, str]) -> str:
    key = _secret(name, secrets, "key", "the access key")
    # It becomes part of a destination: nothing but the letters and digits the manual allows.
    if not (key.isascii() and key.isalnum() and len(key) <= LONGEST_KEY):
        raise SettingsError(
            f"The access key of the profile {name} is not one: at most {LONGEST_KEY} letters and "
            "digits."
        )
    return key


def _secret(name: str, secrets: Mapping[str, str], which: str, words: str) -> str:
    value = secrets.get(which)
    if not value:
        raise SettingsError(
            f"The profile {name} lacks {words}.", details={"profile": name, "secret": which}
        )
    return value
