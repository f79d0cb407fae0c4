"""Posts events to an address as InstantVoice does (CTI Events Post, IVCEP), in its three ways.

A URL with tags (``#CALLERID#``) is mode URL: they are replaced, and it is asked for by GET. Any
other is mode Options: the fields go as its query, by GET or POST, or in a POST's form. One event
after the other, each once: what is not taken is lost and counted.
"""

from __future__ import annotations

import http.client
import json
import queue
import re
import threading
from collections.abc import Mapping
from contextlib import closing, suppress
from typing import Any, Final, Literal
from urllib.parse import quote, urlencode, urlsplit

PostBy = Literal["get", "post", "form"]

PATIENCE_S: Final = 5.0
_MOST_WAITING: Final = 10_000
_TAG: Final = re.compile(r"#([A-Z0-9_]+)#")


class EventPoster:
    """Posts what `post` is given, on a thread of its own."""

    def __init__(self, url: str, by: PostBy = "post") -> None:
        """Raises `ValueError` with words for a URL that cannot be posted to."""
        template = _TAG.sub("", url)
        parts = urlsplit(template)
        if parts.scheme != "http" or not parts.hostname:
            raise ValueError(f"“{url}” is not an address such as http://127.0.0.1:8090/events")
        self.host, self.port = parts.hostname, parts.port or 80
        self.path = parts.path or "/"
        self._target = url.partition("://")[2].partition("/")[2]
        self._by = "get" if template != url else by
        self._tags = template != url
        self._queue: queue.Queue[Mapping[str, Any] | None] = queue.Queue(_MOST_WAITING)
        self._thread: threading.Thread | None = None
        self._stopping = False
        self.taken = 0
        self.lost = 0

    def received_by(self) -> dict[str, Any]:
        """The settings of a desk that receives them."""
        where = f"[{self.host}]" if ":" in self.host else self.host
        return {
            "events_listen": f"{where}:{self.port}",
            "events_path": self.path,
            "events_get": self._by == "get",
            "events_senders": ["127.0.0.1", "::1"],
        }

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="simulator posts", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after the event that is on its way; what is still waiting is lost."""
        self._stopping = True
        if self._thread is not None:
            with suppress(queue.Full):  # then there is something that wakes it
                self._queue.put_nowait(None)
            self._thread.join()
            self._thread = None

    def post(self, body: bytes) -> None:
        """Post an event as it goes to the broker; one that a fault garbled is lost."""
        try:
            self._queue.put_nowait(dict(json.loads(body)))
        except (ValueError, TypeError, queue.Full):
            self.lost += 1

    def request(self, event: Mapping[str, Any]) -> tuple[str, str, str | None]:
        """Method, target and form of the request for an event."""
        fields = {name: str(value) for name, value in event.items()}
        if self._tags:
            by_tag = {name.upper(): quote(value, safe="") for name, value in fields.items()}
            target = _TAG.sub(lambda tag: by_tag.get(tag[1], tag[0]), self._target)
            return "GET", f"/{target}", None
        form = urlencode(fields)
        if self._by == "form":
            return "POST", f"/{self._target}", form
        joint = "&" if "?" in self._target else "?"
        return self._by.upper(), f"/{self._target}{joint}{form}", None

    def _run(self) -> None:
        while (event := self._queue.get()) is not None and not self._stopping:
            if self._send(*self.request(event)):
                self.taken += 1
            else:
                self.lost += 1

    def _send(self, method: str, target: str, form: str | None) -> bool:
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        link = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE_S)
        with closing(link):
            try:
                link.request(method, target, form, headers)
                return link.getresponse().status == http.client.OK
            except (OSError, http.client.HTTPException):
                return False
