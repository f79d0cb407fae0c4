"""Why a link could not be made or was lost, in words and for the link policy."""

from __future__ import annotations

import re
import ssl
from typing import Final

from cti_desk.core.errors import SettingsError
from cti_desk.switch_kit import link_failure, tls
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.server_text import one_line
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


def tls_failed(where: str, error: OSError) -> LinkFailure:
    """What a failed TLS handshake means."""
    return link_failure.tls_failed(where, error, if_plain=_IF_PLAIN)


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
