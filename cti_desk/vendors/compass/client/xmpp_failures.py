"""What a stream's end, a refused login or an error of a stanza means, in words."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element

from cti_desk.core.link import LONGEST_RETRY_S
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.login_guard import LoginRefused
from cti_desk.switch_kit.server_text import one_line
from cti_desk.vendors.compass.client.failures import link_failure, login_refused
from cti_desk.vendors.compass.messages.elements import children, local_name, text_of

MOST_CONNECTIONS: Final = 10
"""Of one user, over all programs and transports; one more is refused or ends another."""

_TRY_LATER: Final = frozenset({"temporary-auth-failure", "aborted"})
_OUR_FAULT: Final = frozenset(
    {
        "encryption-required",
        "incorrect-encoding",
        "invalid-mechanism",
        "malformed-request",
        "mechanism-too-weak",
    }
)
_GOES_AWAY: Final = frozenset({"system-shutdown", "reset", "connection-timeout", "host-gone"})


class StanzaError(Exception):
    """An iq was answered with an error; ``kind`` is cancel, continue, modify, auth or wait."""

    def __init__(self, condition: str, kind: str = "", text: str = "") -> None:
        super().__init__(text or condition)
        self.condition = condition
        self.kind = kind
        self.text = text

    @property
    def said(self) -> str:
        """What the answer said, for a sentence."""
        return f"{self.condition}: {self.text}" if self.text else self.condition

    @property
    def nobody_there(self) -> bool:
        """The server lives, but what was asked does not."""
        return self.kind == "wait" or self.condition in (
            "internal-server-error",
            "recipient-unavailable",
            "remote-server-not-found",
            "remote-server-timeout",
            "service-unavailable",
        )


def stanza_error(iq: Element) -> StanzaError:
    """Read an iq of type error."""
    error = children(iq).get("error")
    if error is None:
        return StanzaError("undefined-condition")
    condition, text = _told(error)
    return StanzaError(condition, error.get("type", ""), text)


def login_failure(where: str, element: Element) -> LinkFailure | LoginRefused:
    """Read a SASL ``failure``.

    Whatever is not plainly another trouble counts as a refusal: the platform counts them, and
    blocks an office's address for ten minutes after twenty.
    """
    condition, text = _told(element)
    said = f"{condition}: {text}" if text else condition
    if condition in _TRY_LATER:
        return link_failure("protocol", f"{where} cannot check logins just now. It said: {said}.")
    if condition in _OUR_FAULT:
        return login_refused(f"{where} did not accept the way of the login. It said: {said}.", said)
    return login_refused(
        f"{where} refused the user name or password. Nothing more is sent until they are changed. "
        f"It said: {said}.",
        condition,
    )


def stream_failure(where: str, element: Element) -> LinkFailure:
    """Read a stream ``error``."""
    condition, text = _told(element)
    said = f"{condition}: {text}" if text else condition
    if condition == "conflict":
        return _replaced(
            f"{where} ended this connection for another one of the same user. "
            f"A user may have {MOST_CONNECTIONS}. It said: {said}."
        )
    if condition == "policy-violation":
        return link_failure(
            "unreachable",
            f"{where} does not let this address in for now; after 20 refused logins it blocks an "
            f"office for ten minutes. It said: {said}.",
        )
    if condition == "host-unknown":
        return link_failure(
            "protocol", f"{where} does not know the user's domain: check the user name and domain."
        )
    if condition in _GOES_AWAY:
        return link_failure("closed", f"{where} is going down or restarting ({condition}).")
    return link_failure("protocol", f"{where} ended the connection. It said: {said}.")


def bind_failure(where: str, error: StanzaError) -> LinkFailure:
    """Why a connection was given no name."""
    if error.condition == "conflict":
        return _replaced(f"{where} has another connection of this name.")
    if error.condition in ("resource-constraint", "policy-violation", "not-allowed"):
        return link_failure(
            "protocol",
            f"{where} allows this user no more connections: there are {MOST_CONNECTIONS} already. "
            f"It said: {error.said}.",
        )
    return link_failure("protocol", f"{where} gave the connection no name. It said: {error.said}.")


def _replaced(words: str) -> LinkFailure:
    """Come back under another name, and not at once: whoever took this connection's place would be
    driven out again, and so on.
    """
    return link_failure("closed", words, retry_after_s=LONGEST_RETRY_S)


def _told(error: Element) -> tuple[str, str]:
    """The condition and the text of an error."""
    found = [child for child in error if local_name(child) not in ("", "text")]
    text = text_of(children(error).get("text"))
    condition = local_name(found[0]) if found else "undefined-condition"
    return one_line(condition, 60), one_line(text or "").rstrip(".")
