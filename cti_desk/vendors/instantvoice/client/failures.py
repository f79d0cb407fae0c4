"""Why a link could not be made or was lost, in words and for the link policy."""

from __future__ import annotations

import re
import socket
import ssl
from typing import Final

from cti_desk.core.errors import SettingsError
from cti_desk.core.link import Failure
from cti_desk.core.text import clean
from cti_desk.switch_kit import tls
from cti_desk.vendors.instantvoice.client.broker import Host

PROBE_S: Final = 2.0
"""How long a server may take to show whether it speaks TLS."""

_IF_PLAIN: Final = (
    'If this site has no encryption, its administrator sets encryption = "none"; otherwise check '
    "the port."
)

_REFUSED_LOGIN: Final = re.compile(
    r"access.refused|bad connect|authenticat|log-?in|passcode|password|credential|"
    r"not.authori[sz]ed|unauthori[sz]ed|access.denied|security",
    re.IGNORECASE,
)
_VIRTUAL_HOST: Final = re.compile(r"virtual.?host|vhost", re.IGNORECASE)


class LinkFailure(Exception):
    """A link that failed; ``failure`` is the policy's word, ``reason`` a sentence."""

    def __init__(self, failure: Failure, reason: str) -> None:
        super().__init__(reason)
        self.failure = failure
        self.reason = reason


def login_refused(where: str, text: str) -> LinkFailure:
    """What an ERROR frame before CONNECTED means; ``text`` is its message and body."""
    said = one_line(_once(text))
    if _VIRTUAL_HOST.search(said):
        return LinkFailure(
            "protocol",
            f"{where} has no such virtual host: check the setting virtual_host. It said: {said}",
        )
    if _REFUSED_LOGIN.search(said):
        return LinkFailure(
            "authentication",
            f"{where} refused the user name or password. Nothing more is sent until they are "
            f"changed. It said: {said}",
        )
    return LinkFailure("protocol", f"{where} refused the connection. It said: {said}")


def _once(text: str) -> str:
    """Some brokers give the same words as message and as body."""
    words = text.split()
    half = len(words) // 2
    return " ".join(words[:half] if words[:half] == words[half:] else words)


def not_reached(where: str, error: OSError) -> LinkFailure:
    """What a failed TCP connection means."""
    if isinstance(error, TimeoutError):
        return LinkFailure("timeout", f"{where} does not answer.")
    if isinstance(error, socket.gaierror):
        return LinkFailure("unreachable", f"The name of {where} cannot be found.")
    if isinstance(error, ConnectionRefusedError):
        return LinkFailure("unreachable", f"Nothing listens at {where}: connection refused.")
    return LinkFailure("unreachable", f"{where} cannot be reached: {error.strerror or error}.")


def tls_failed(where: str, error: OSError) -> LinkFailure:
    """What a failed TLS handshake means."""
    cause = tls.explain(where, error, if_plain=_IF_PLAIN)
    return LinkFailure(cause.failure, cause.reason)


def context_of(encryption: str, ca_file: str | None) -> ssl.SSLContext | None:
    """The TLS context of a server, ``None`` for one without encryption; raises `LinkFailure`.

    A site's own authority stands alone: no other may vouch for its broker.
    """
    if encryption == "none":
        return None
    try:
        return tls.client_context(ca_file, system_too=False)
    except SettingsError as error:
        raise LinkFailure("tls", str(error)) from error


def expects_tls(host: Host, encryption: str) -> str:
    """What to add when a server ended a connection without encryption; blocks for a moment."""
    if encryption != "none" or not tls.speaks_tls(host.name, host.port, PROBE_S):
        return ""
    return ' It expects TLS: set encryption = "tls".'


def one_line(text: str, longest: int = 200) -> str:
    """Foreign text made fit for a sentence: one line, no control characters, bounded."""
    return " ".join(clean(text, longest).split())


def scrub(text: str, secrets: tuple[str, ...]) -> str:
    """Foreign text without our secrets, which a server may repeat in its errors."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "********")
    return text
