"""What went wrong between us and the platform, as core errors with words."""

from __future__ import annotations

from typing import Final

from cti_desk.core.link import Failure
from cti_desk.switch_kit import link_failure as kit
from cti_desk.switch_kit.http.failures import Server
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.login_guard import LoginRefused

VENDOR: Final = "compass"
SERVER: Final = Server(VENDOR, "Compass")


def link_failure(
    failure: Failure, message: str, *, retry_after_s: float | None = None
) -> LinkFailure:
    """Nothing was sent, or nothing came of it; see `LinkFailure`."""
    return LinkFailure(failure, message, vendor=VENDOR, retry_after_s=retry_after_s)


def login_refused(message: str, code: str | int = 401) -> LoginRefused:
    """User name or password are wrong."""
    return LoginRefused(message, vendor=VENDOR, code=code)


def not_reached(host: str, error: BaseException) -> LinkFailure:
    """What a connection that could not be made means; nothing was sent."""
    return kit.not_reached(host, error, if_plain="Check the address and the port.", vendor=VENDOR)
