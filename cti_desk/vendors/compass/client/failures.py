"""What went wrong between us and the platform, as core errors with words."""

from __future__ import annotations

from typing import Final

from cti_desk.core.errors import CtiError, OutcomeUnknown
from cti_desk.core.link import Failure
from cti_desk.switch_kit import link_failure as kit
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.login_guard import LoginRefused

VENDOR: Final = "compass"


class TooMuch(LinkFailure):
    """An answer was longer, or of more values, than is read. The link itself is in order."""

    def __init__(self, message: str) -> None:
        super().__init__("protocol", message, vendor=VENDOR)


def link_failure(
    failure: Failure, message: str, *, retry_after_s: float | None = None
) -> LinkFailure:
    """Nothing was sent, or nothing came of it; see `LinkFailure`."""
    return LinkFailure(failure, message, vendor=VENDOR, retry_after_s=retry_after_s)


def login_refused(message: str, code: str | int = 401) -> LoginRefused:
    """User name or password are wrong."""
    return LoginRefused(message, vendor=VENDOR, code=code)


def no_answer(what: str, seconds: float, *, acting: bool) -> CtiError:
    """Sent, and not answered in time."""
    message = f"Compass did not answer within {seconds:g} s ({what})"
    if not acting:
        return link_failure("timeout", f"{message}.")
    return OutcomeUnknown(f"{message}: it may or may not have happened.", vendor=VENDOR)


def broken_off(what: str, host: str, *, acting: bool) -> CtiError:
    """Sent, and the connection ended before the answer."""
    message = f"{host} closed the connection before it answered ({what})"
    if not acting:
        return link_failure("closed", f"{message}.")
    return OutcomeUnknown(f"{message}: it may or may not have happened.", vendor=VENDOR)


def not_reached(host: str, error: BaseException) -> LinkFailure:
    """What a connection that could not be made means; nothing was sent."""
    return kit.not_reached(host, error, if_plain="Check the address and the port.", vendor=VENDOR)
