"""Calls declared endpoints of one server under one login.

A call is sent once. Calls that act (`Method.acting`) are never sent again: without an answer their
outcome is unknown, which is an error of its own.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from cti_desk.core.errors import CtiError, RefusedByVendor
from cti_desk.switch_kit.http.answers import Answer, data_of, error_of
from cti_desk.switch_kit.http.codecs import JSON_BODY, BodyCodec, Shape, anything
from cti_desk.switch_kit.http.endpoint import Endpoint, Wire
from cti_desk.switch_kit.http.failures import Server
from cti_desk.switch_kit.http.origins import Origins
from cti_desk.switch_kit.http.session import HttpSession, Outgoing, Progress
from cti_desk.switch_kit.login_guard import LoginGuard

_OVERRIDE: Final = "X-HTTP-Method-Override"
_TUNNELLED: Final = frozenset({"PUT", "PATCH", "DELETE"})
_LONG: Final = 100_000
"""Bytes of JSON that are read in a worker thread."""

_log = logging.getLogger(__name__)


class HttpCaller:
    """``origin`` is where everything is sent: ``https://`` and a host.

    ``origins`` are the names of that host, where it has more than one. ``secrets`` are covered when
    the server repeats them. ``tunnel``: a proxy on the way knows only GET and POST, so the other
    verbs are sent as POST with a header.
    """

    def __init__(
        self,
        server: Server,
        session: HttpSession,
        origin: str,
        guard: LoginGuard,
        *,
        origins: Origins | None = None,
        secrets: tuple[str, ...] = (),
        tunnel: bool = False,
    ) -> None:
        self.guard = guard
        self.origins = origins or Origins((origin,), origin)
        self._server = server
        self._session = session
        self._origin = origin
        self._secrets = secrets
        self._tunnel = tunnel

    async def call(
        self,
        endpoint: Endpoint,
        arguments: Mapping[str, Any],
        version: int = 0,
        *,
        headers: Mapping[str, str] | None = None,
        media_type: str | None = None,
        feature: str = "",
    ) -> Any:
        """Call an endpoint with checked arguments and return its data in its shape.

        ``media_type`` is the body's, where it is not the codec's own. Raises a core error.
        """
        wire = endpoint.request(arguments, version, self.origins)
        acting = endpoint.method.acting
        _log.debug("calling %s %s", endpoint.name, endpoint.method.mask(arguments))
        outgoing = self.outgoing(
            wire,
            endpoint.name,
            acting=acting,
            headers=headers,
            media_type=media_type,
            codec=endpoint.body,
        )
        answer = await self.send(outgoing)
        return await self.data(
            answer, endpoint.name, acting=acting, feature=feature, shape=endpoint.shape
        )

    def outgoing(
        self,
        wire: Wire,
        what: str,
        *,
        acting: bool = False,
        headers: Mapping[str, str] | None = None,
        media_type: str | None = None,
        codec: BodyCodec = JSON_BODY,
    ) -> Outgoing:
        """The request as it is sent; ``what`` names it to people."""
        verb: str = wire.verb
        lines, content = dict(headers or {}), None
        if wire.body is not None:
            content = codec.encode(wire.body)
            lines["Content-Type"] = media_type or codec.media_type
        if self._tunnel and verb in _TUNNELLED:
            lines[_OVERRIDE] = verb
            verb = "POST"
        target = f"{wire.path}?{urlencode(wire.query)}" if wire.query else wire.path
        return Outgoing(
            verb, self._origin, target, what, lines, content, acting, self.origins.names
        )

    async def send(self, outgoing: Outgoing, *, beside: bool = False) -> Answer:
        """Send a request, unless the login was refused before; see `_judge` for ``beside``."""
        async with self.guard.attempt():
            answer = await self._session.exchange(outgoing)
            self._judge(answer, beside=beside)
        return answer

    async def download(
        self, outgoing: Outgoing, write: Callable[[bytes], object], progress: Progress
    ) -> None:
        """Hand a file to ``write`` as it comes. Raises a core error."""
        async with self.guard.attempt():
            answer = await self._session.download(outgoing, write, progress)
            self._judge(answer, beside=True)
        if not answer.done:
            raise self._error(answer, outgoing.what, acting=False)

    async def data(
        self,
        answer: Answer,
        what: str,
        *,
        acting: bool,
        feature: str = "",
        shape: Shape = anything,
    ) -> Any:
        """What an answer holds, or raise what it means."""
        if acting and answer.status == 303:
            return {}  # done, and what came of it is to be seen elsewhere (RFC 9110, 15.4.4)
        if not answer.done:
            raise self._error(answer, what, acting=acting, feature=feature)
        if len(answer.content) > _LONG:
            return await asyncio.to_thread(data_of, self._server, answer, what, shape)
        return data_of(self._server, answer, what, shape)

    def _judge(self, answer: Answer, *, beside: bool) -> None:
        """Tell the guard what an answer says of the login.

        What stands ``beside`` the interface (files, the description) may have rules of its own:
        once the login is proven, their refusal says nothing of it.
        """
        if answer.status == 401:
            if not (beside and self.guard.proven):
                refused = error_of(self._server, answer, "", acting=False, secrets=self._secrets)
                self.guard.refuse(str(refused))
        elif answer.proves_login:
            self.guard.accept()

    def _error(self, answer: Answer, what: str, *, acting: bool, feature: str = "") -> CtiError:
        server = self._server
        if answer.status == 401 and self.guard.refused is None:
            words = f"Your login does not open {what}."
            return RefusedByVendor(words, vendor=server.vendor, code=401)
        return error_of(server, answer, what, acting=acting, feature=feature, secrets=self._secrets)
