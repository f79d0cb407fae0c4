"""Why a link could not be made or was lost, in words and for the link policy."""

from __future__ import annotations

import re
import socket
import ssl
from typing import Final

from cti_desk.core.link import Failure
from cti_desk.core.text import clean

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
    if isinstance(error, TimeoutError):
        return LinkFailure("timeout", f"{where} accepts connections but does not answer to TLS.")
    if isinstance(error, ssl.SSLCertVerificationError):
        return LinkFailure(
            "tls",
            f"The certificate of {where} is not trusted: {error.verify_message}. "
            "A site's own authority belongs in the setting ca_file.",
        )
    if isinstance(error, ssl.SSLError):
        reason = getattr(error, "reason", None)  # only OpenSSL's own have one
        if reason == "WRONG_VERSION_NUMBER":
            return LinkFailure(
                "tls",
                f"{where} does not speak TLS. If this site has no encryption, its administrator "
                'sets encryption = "none".',
            )
        return LinkFailure("tls", f"TLS with {where} failed: {reason or error}.")
    return LinkFailure("tls", f"{where} closed the connection during the TLS handshake.")


def one_line(text: str, longest: int = 200) -> str:
    """Foreign text made fit for a sentence: one line, no control characters, bounded."""
    return " ".join(clean(text, longest).split())


def scrub(text: str, secrets: tuple[str, ...]) -> str:
    """Foreign text without our secrets, which a server may repeat in its errors."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "********")
    return text
