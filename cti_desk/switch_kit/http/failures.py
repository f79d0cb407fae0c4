"""What went wrong between us and an HTTP server, as core errors with words."""

from __future__ import annotations

from msgspec import Struct

from cti_desk.core.errors import CtiError, OutcomeUnknown
from cti_desk.switch_kit.link_failure import LinkFailure


class Server(Struct, frozen=True):
    """Who is called, for errors: ``vendor`` is its id, ``title`` its name in a sentence."""

    vendor: str
    title: str


class TooMuch(LinkFailure):
    """An answer was longer, or of more values, than is read. The link itself is in order."""

    def __init__(self, message: str, *, vendor: str | None = None) -> None:
        super().__init__("protocol", message, vendor=vendor)


def no_answer(server: Server, what: str, seconds: float, *, acting: bool) -> CtiError:
    """Sent, and not answered in time."""
    message = f"{server.title} did not answer within {seconds:g} s ({what})"
    if not acting:
        return LinkFailure("timeout", f"{message}.", vendor=server.vendor)
    return OutcomeUnknown(f"{message}: it may or may not have happened.", vendor=server.vendor)


def broken_off(server: Server, what: str, host: str, *, acting: bool) -> CtiError:
    """Sent, and the connection ended before the answer."""
    message = f"{host} closed the connection before it answered ({what})"
    if not acting:
        return LinkFailure("closed", f"{message}.", vendor=server.vendor)
    return OutcomeUnknown(f"{message}: it may or may not have happened.", vendor=server.vendor)


def too_much(server: Server, what: str, limit: str, *, acting: bool) -> CtiError:
    """Answered with more than is read."""
    words = f"{server.title} sent more than {limit} ({what})"
    if acting:
        return OutcomeUnknown(f"{words}: it may or may not have happened.", vendor=server.vendor)
    return TooMuch(f"{words}: that is not read.", vendor=server.vendor)
