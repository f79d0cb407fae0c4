"""What went wrong between us and the platform, as core errors with words."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from typing import Final

from cti_desk.core.errors import CtiError, NoLink, OutcomeUnknown, RefusedByVendor
from cti_desk.core.link import Failure
from cti_desk.core.text import clean
from cti_desk.switch_kit import tls

VENDOR: Final = "compass"


class LinkFailure(NoLink):
    """Nothing was sent, or nothing came of it; ``failure`` is the link policy's word."""

    def __init__(self, failure: Failure, message: str) -> None:
        super().__init__(message, vendor=VENDOR)
        self.failure: Failure = failure


class TooMuch(LinkFailure):
    """An answer was longer, or of more values, than is read. The link itself is in order."""

    def __init__(self, message: str) -> None:
        super().__init__("protocol", message)


class LoginRefused(RefusedByVendor):
    """User name or password are wrong: nothing more is sent until they change."""

    failure: Final[Failure] = "authentication"

    def __init__(self, message: str, code: str | int = 401) -> None:
        super().__init__(message, vendor=VENDOR, code=code)


def no_answer(what: str, seconds: float, *, acting: bool) -> CtiError:
    """Sent, and not answered in time."""
    message = f"Compass did not answer within {seconds:g} s ({what})"
    if not acting:
        return LinkFailure("timeout", f"{message}.")
    return OutcomeUnknown(f"{message}: it may or may not have happened.", vendor=VENDOR)


def broken_off(what: str, host: str, *, acting: bool) -> CtiError:
    """Sent, and the connection ended before the answer."""
    message = f"{host} closed the connection before it answered ({what})"
    if not acting:
        return LinkFailure("closed", f"{message}.")
    return OutcomeUnknown(f"{message}: it may or may not have happened.", vendor=VENDOR)


def not_reached(host: str, error: BaseException) -> LinkFailure:
    """What a connection that could not be made means; nothing was sent."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLError):
            told = tls.explain(host, cause, if_plain="Check the address and the port.")
            return LinkFailure(told.failure, told.reason)
        if isinstance(cause, socket.gaierror):
            return LinkFailure("unreachable", f"The name of {host} cannot be found.")
        if isinstance(cause, ConnectionRefusedError):
            return LinkFailure("unreachable", f"Nothing listens at {host}: connection refused.")
        if isinstance(cause, TimeoutError):
            return LinkFailure("timeout", f"{host} does not answer.")
    return LinkFailure("unreachable", f"{host} cannot be reached: {one_line(str(error))}.")


def one_line(text: str, longest: int = 200) -> str:
    """Foreign text made fit for a sentence: one line, no control characters, bounded."""
    return " ".join(clean(text, longest).split())


def scrub(text: str, secrets: tuple[str, ...]) -> str:
    """Foreign text without our secrets, which a server may repeat in its errors."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "********")
    return text


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what it was made from, and the members of groups; libraries wrap several times."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        if isinstance(one, BaseExceptionGroup):
            waiting.extend(one.exceptions)
        waiting.extend((one.__context__, one.__cause__))
