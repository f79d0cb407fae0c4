"""Events that InstantVoice posts to an address of ours (CTI Events Post, IVCEP): one request, read.

Both modes are understood: *Options* (GET with the fields as a query string, or POST with them there
or as a form) and *URL* (GET by a template, whose parameters must be named like the fields:
``/events?type=#TYPE#&agent=#AGENT#&callerid=#CALLERID#&uniqueid=#UNIQUEID#&direction=#DIRECTION#``).
What the server does to texts before it sends them is not documented, so texts that are not encoded,
or not in UTF-8, are read too.
"""

from __future__ import annotations

import json
import re
from typing import Final, NamedTuple
from urllib.parse import parse_qsl

from cti_desk.vendors.instantvoice.client.listening import Listening
from cti_desk.vendors.instantvoice.messages.events import Event, parse_events

LONGEST_HEAD: Final = 16 * 1024
LONGEST_BODY: Final = 16 * 1024
"""Bytes; an event has some 200."""

_MOST_FIELDS: Final = 64
_TAG: Final = re.compile(r"#[A-Z0-9_]+#")
_LENGTH: Final = re.compile(rb"content-length:[ \t]*(\d{1,9})[ \t]*$", re.IGNORECASE)
_CODED: Final = re.compile(rb"transfer-encoding:", re.IGNORECASE)
# What browsers add by themselves and a page cannot leave out (Fetch, "forbidden header names"):
# whatever page an agent looks at must not be able to make calls up.
_OF_A_BROWSER: Final = re.compile(rb"(origin|referer|cookie|sec-[a-z-]+)[ \t]*:", re.IGNORECASE)


class BadPost(Exception):
    """A request that is not taken: the HTTP ``status`` and what is wrong, in words."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.words = words


class Head(NamedTuple):
    """What the first part of a request says.

    ``length`` is that of the body to come, ``browser`` a header that only browsers send.
    """

    method: bytes
    path: bytes
    query: bytes
    length: int
    browser: str = ""


def read_head(head: bytes) -> Head:
    """Read a request's line and header lines; raise `BadPost`."""
    line, *headers = head.rstrip(b"\r\n").split(b"\r\n")
    method, _, rest = line.partition(b" ")
    # Up to the last: a template's text may come with its spaces.
    target, http, _ = rest.rpartition(b" HTTP/1.")
    if not http or not method.isalpha():
        raise BadPost(400, "This is not an HTTP request.")
    if any(_CODED.match(header) for header in headers):
        raise BadPost(400, "The body must come with its length.")
    lengths = {int(match[1]) for header in headers if (match := _LENGTH.match(header))}
    if len(lengths) > 1 or max(lengths, default=0) > LONGEST_BODY:
        raise BadPost(400, f"The body may have at most {LONGEST_BODY} bytes.")
    path, _, query = target.partition(b"?")
    signs = (match[1].decode() for header in headers if (match := _OF_A_BROWSER.match(header)))
    return Head(method, path, query, max(lengths, default=0), next(signs, ""))


def check_head(head: Head, listening: Listening) -> None:
    """Raise `BadPost` unless the request is one that is listened for."""
    if head.browser:
        raise BadPost(403, f"Events do not come from a browser, which sends {head.browser}.")
    if head.path != listening.path.encode():
        raise BadPost(404, "Events are not received at this path.")
    if head.method == b"GET" and not listening.by_get:
        raise BadPost(405, "Events come by POST. Where the site asks by GET: events_get = true.")
    if head.method not in listening.methods:
        raise BadPost(405, f"Events come by {b' or '.join(listening.methods).decode()}.")


def read_event(head: Head, body: bytes) -> Event:
    """Read the event of a request; raise `BadPost`."""
    fields = _fields(head.query)
    if head.method == b"POST":
        fields |= _fields(body.strip())
    # The same tolerance as over STOMP, whose events are JSON.
    (event,) = parse_events(json.dumps(fields)) or (Event(),)
    for name in ("type", "agent"):
        if not getattr(event, name):
            raise BadPost(400, f"The field {name} is missing.")
    return event


def _fields(form: bytes) -> dict[str, str]:
    try:
        pairs = _decoded(form)
    except ValueError:
        raise BadPost(400, f"There may be at most {_MOST_FIELDS} fields.") from None
    return {
        name: _plus_kept(value) if name.lower() == "callerid" else value
        for name, value in pairs
        if not _TAG.fullmatch(value)  # a tag that the server does not know
    }


def _decoded(form: bytes) -> list[tuple[str, str]]:
    for encoding in ("utf-8", "latin-1"):
        try:
            return parse_qsl(
                form.decode(encoding),
                keep_blank_values=True,
                encoding=encoding,
                errors="strict",
                max_num_fields=_MOST_FIELDS,
            )
        except UnicodeDecodeError:
            continue
    raise AssertionError("latin-1 decodes everything")


def _plus_kept(number: str) -> str:
    """A number's plus that was not encoded has become a space."""
    return f"+{number[1:]}" if number.startswith(" ") and number[1:2].isdigit() else number
