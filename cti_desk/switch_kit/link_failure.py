"""Why a link to a telephone system could not be made or was lost: one error, kind and words."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

from cti_desk.core.errors import NoLink
from cti_desk.core.link import Failure
from cti_desk.switch_kit import tls
from cti_desk.switch_kit.server_text import one_line


class LinkFailure(NoLink):
    """``failure`` is the link policy's word for what happened, ``message`` a sentence.

    ``retry_after_s`` is the shortest wait before the next attempt, if there is one.
    """

    def __init__(
        self,
        failure: Failure,
        message: str,
        *,
        vendor: str | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message, vendor=vendor)
        self.failure: Failure = failure
        self.retry_after_s = retry_after_s


def not_reached(
    where: str, error: BaseException, *, if_plain: str = "", vendor: str | None = None
) -> LinkFailure:
    """The failure of a connection that could not be made; nothing was sent.

    ``error`` may be wrapped by a library. ``if_plain`` is what to do when a server that should
    speak TLS does not.
    """
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLError):
            return tls_failed(where, cause, if_plain=if_plain, vendor=vendor)
        if isinstance(cause, socket.gaierror):
            return LinkFailure(
                "unreachable", f"The name of {where} cannot be found.", vendor=vendor
            )
        if isinstance(cause, ConnectionRefusedError):
            words = f"Nothing listens at {where}: connection refused."
            return LinkFailure("unreachable", words, vendor=vendor)
        if isinstance(cause, TimeoutError):
            return LinkFailure("timeout", f"{where} does not answer.", vendor=vendor)
    why = one_line(getattr(error, "strerror", None) or str(error))
    return LinkFailure("unreachable", f"{where} cannot be reached: {why}.", vendor=vendor)


def tls_failed(
    where: str, error: BaseException, *, if_plain: str = "", vendor: str | None = None
) -> LinkFailure:
    """What a failed TLS handshake means: see `cti_desk.switch_kit.tls.explain`."""
    cause = tls.explain(where, error, if_plain=if_plain)
    return LinkFailure(cause.failure, cause.reason, vendor=vendor)


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
