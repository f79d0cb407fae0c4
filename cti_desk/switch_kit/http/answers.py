"""What an HTTP server's answers mean: data, or an error with the server's own words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from msgspec import UNSET, Struct

from cti_desk.core.errors import CtiError, NotOffered, OutcomeUnknown, RefusedByVendor
from cti_desk.core.text import LONGEST_DATA, clean_values
from cti_desk.switch_kit.http.codecs import Shape, anything
from cti_desk.switch_kit.http.failures import Server
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.login_guard import LoginRefused
from cti_desk.switch_kit.server_text import one_line, scrub

_DETAIL_NAMES: Final = ("message", "detail", "error", "errors", "description", "reason", "title")
_DEEPEST: Final = 3

_MEANINGS: Final = {
    400: "{} found the request invalid",
    403: "You may not do that, or the platform has not enabled it for you",
    404: "{} has no such object",
    405: "{} does not allow that there",
    407: "The proxy on the way wants a login of its own",
    409: "{} could not do that now",
    429: "{} was asked too often",
    500: "{} had an unexpected error",
}


class Answer(Struct, frozen=True):
    """An answer as it came; header names are lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes = b""

    @property
    def done(self) -> bool:
        return 200 <= self.status < 300

    @property
    def proves_login(self) -> bool:
        """Whether nobody gets this without a right login: other codes may come before it."""
        return self.done or self.status == 303


def data_of(server: Server, answer: Answer, what: str, shape: Shape = anything) -> Any:
    """The JSON data of an answer that says done, in its ``shape``. Raises a core error."""
    text = answer.content.strip()
    try:
        return shape(clean_values(json.loads(text), LONGEST_DATA) if text else UNSET)
    except (ValueError, RecursionError) as error:
        raise OutcomeUnknown(
            f"{server.title} answered that it was done, in words that cannot be read ({what}).",
            vendor=server.vendor,
            code=answer.status,
        ) from error


def error_of(
    server: Server,
    answer: Answer,
    what: str,
    *,
    acting: bool,
    feature: str = "",
    secrets: tuple[str, ...] = (),
) -> CtiError:
    """The core error for an answer that does not say done.

    ``feature`` is what must be bought for the user, ``secrets`` what the server may not repeat.
    """
    title, vendor, status = server.title, server.vendor, answer.status
    detail = scrub(detail_of(answer), secrets)
    said = f" It said: {detail}" if detail else ""
    if status == 401:
        return LoginRefused(
            f"{title} refused the user name or password. Nothing more is sent until they are "
            f"changed.{said}",
            vendor=vendor,
            code=status,
        )
    if status == 406:
        return NotOffered(
            f"This platform does not have {what} in the version asked for.{said}",
            vendor=vendor,
            code=status,
        )
    if status in (502, 504) and acting:
        return OutcomeUnknown(
            f"A gateway of {title} had no answer ({what}): it may or may not have happened.{said}",
            vendor=vendor,
            code=status,
        )
    if status in (502, 503, 504):
        words = f"{title} is not available at the moment.{said}"
        return LinkFailure("closed", words, vendor=vendor)
    meaning = _MEANINGS.get(status, f"{{}} answered with code {status}").format(title)
    if status == 403 and feature:
        meaning = f"You may not do that, or the user feature “{feature}” is not enabled for you"
    return RefusedByVendor(f"{meaning} ({what}).{said}", vendor=vendor, code=status)


def detail_of(answer: Answer) -> str:
    """What the body of an error says, in whatever shape; a web page says nothing."""
    kind = answer.headers.get("content-type", "").lower()
    text = answer.content.decode("utf-8", "replace").strip()
    if not text or "html" in kind or text[:1] == "<":
        return ""
    try:
        found = _words(json.loads(text))
    except (ValueError, RecursionError):
        found = text if "json" not in kind else ""
    return one_line(found)


def _words(data: Any, depth: int = 0) -> str:
    if isinstance(data, str):
        return data
    if depth > _DEEPEST:
        return ""
    if isinstance(data, list):
        return "; ".join(filter(None, (_words(each, depth + 1) for each in data[:5])))
    if isinstance(data, dict):
        for name in _DETAIL_NAMES:
            if words := _words(data.get(name), depth + 1):
                return words
    return ""
