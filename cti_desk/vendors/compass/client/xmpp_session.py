"""One session over one stream: questions and their answers, stream management, and the events.

A session lives once: opened, lost or closed. The next attempt is a new session.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from typing import Final, Literal
from xml.etree.ElementTree import Element

from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.login_guard import LoginRefused
from cti_desk.vendors.compass.client.failures import link_failure
from cti_desk.vendors.compass.client.xmpp_failures import stanza_error
from cti_desk.vendors.compass.client.xmpp_shim import Stream
from cti_desk.vendors.compass.client.xmpp_site import XmppSite
from cti_desk.vendors.compass.messages.elements import add_empty, local_name, make, namespace
from cti_desk.vendors.compass.messages.session import CLIENT

ANSWER_S: Final = 10.0
MANAGEMENT: Final = "urn:xmpp:sm:3"
_STANZA_ERRORS: Final = "urn:ietf:params:xml:ns:xmpp-stanzas"
_COUNTED: Final = 2**32


class Session:
    """``on_message`` gets each message; ``on_end`` hears once why the session ended.

    Set ``stream`` before use, and give the stream `take` and `ended`.
    """

    stream: Stream

    def __init__(
        self,
        site: XmppSite,
        on_message: Callable[[Element], None],
        on_end: Callable[[LinkFailure | LoginRefused], None],
    ) -> None:
        self.site = site
        self.failure: LinkFailure | LoginRefused | None = None
        self._on_message = on_message
        self._on_end = on_end
        self._answers: dict[str, asyncio.Future[Element]] = {}
        self._received: int | None = None

    # -- speaking

    def send(self, element: Element) -> None:
        self.stream.send_element(element)

    async def ask(
        self,
        kind: Literal["get", "set"],
        payload: Element,
        to: str | None = None,
        seconds: float | None = None,
    ) -> Element | None:
        """Send an iq and return the first element of its result.

        Its id alone says what an answer belongs to: the manual lets other hosts answer than were
        asked, and nobody can guess the id. Raises `StanzaError`, and `LinkFailure` without an
        answer in ``seconds`` (`ANSWER_S`).
        """
        if self.failure is not None:
            raise self.failure
        number = secrets.token_hex(12)
        answer: asyncio.Future[Element] = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        iq = make("iq", CLIENT, type=kind, id=number, to=to)
        iq.append(payload)
        self.send(iq)
        patience = ANSWER_S if seconds is None else seconds
        try:
            async with asyncio.timeout(patience):
                found = await answer
        except TimeoutError:
            who = to or self.site.where
            raise link_failure("timeout", f"{who} did not answer within {patience:g} s.") from None
        finally:
            del self._answers[number]
        if found.get("type") == "error":
            raise stanza_error(found)
        return next(iter(found), None)

    def manage(self) -> None:
        """Have both sides count stanzas (XEP-0198), so that the server notices a dead line.

        A stream is never resumed: after a cut everything is read again.
        """
        self.send(make("enable", MANAGEMENT))

    # -- hearing

    def take(self, element: Element) -> None:
        """Handle one stanza."""
        kind, name = namespace(element), local_name(element)
        if kind == MANAGEMENT:
            self._managed(name)
            return
        if kind != CLIENT:
            return
        if self._received is not None:
            self._received = (self._received + 1) % _COUNTED
        if name == "message":
            self._on_message(element)
        elif name == "iq":
            self._iq(element)

    def ended(self, failure: LinkFailure | LoginRefused) -> None:
        """The stream is over: nobody waits any longer."""
        self.failure = failure
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(failure)
        self._on_end(failure)

    def _managed(self, name: str) -> None:
        if name == "enabled":
            self._received = 0
        elif name == "failed":
            self._received = None
        elif name == "r" and self._received is not None:
            self.send(make("a", MANAGEMENT, h=str(self._received)))

    def _iq(self, iq: Element) -> None:
        if iq.get("type") in ("get", "set"):
            self._decline(iq)
            return
        answer = self._answers.get(iq.get("id", ""))
        if answer is not None and not answer.done():
            answer.set_result(iq)

    def _decline(self, iq: Element) -> None:
        """A server may ping us, others may ask what they like: this answers them all."""
        reply = make("iq", CLIENT, type="error", id=iq.get("id"), to=iq.get("from"))
        error = add_empty(reply, "error")
        error.set("type", "cancel")
        error.append(make("service-unavailable", _STANZA_ERRORS))
        self.send(reply)
