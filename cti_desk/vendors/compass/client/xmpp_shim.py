"""The one module of the client that touches slixmpp: it makes the stream, TLS and the login.

What slixmpp does beyond that is left unused, because of its traps:

* After a refused login it tries the next mechanism: one wrong password would be three refusals.
  Refusals are kept from it, and a second attempt is never sent.
* It tries TLS without STARTTLS first, comes back by itself, and waits in tasks of its own that
  outlive an aborted stream: connecting, binding and whatever follows are done outside.
* It compares senders of replies, answers presence and keeps rosters: stanzas go past it.
* Its parser takes stanzas of any size, and its SCRAM computes for 50 ms and more in Python.
* At level DEBUG it logs stanzas with passwords in them: its logger stays silent
  (the package sees to that), we tell causes.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import ssl
from collections import deque
from collections.abc import Callable
from typing import Any, Final
from xml.etree.ElementTree import Element

from cti_desk.core.errors import SettingsError
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.login_guard import LoginRefused
from cti_desk.switch_kit.spared_imports import spared
from cti_desk.vendors.compass.client.failures import link_failure, not_reached
from cti_desk.vendors.compass.client.xmpp_failures import login_failure, stream_failure
from cti_desk.vendors.compass.client.xmpp_reader import (
    Closed,
    Opened,
    Part,
    StreamReader,
    Unacceptable,
)
from cti_desk.vendors.compass.messages.elements import children, local_name, namespace

# pygments would colour a log that is not kept, aiodns look up what is connected to outside.
with spared("aiodns", "pygments"):
    from slixmpp import ClientXMPP
    from slixmpp.jid import JID, InvalidJID
    from slixmpp.plugins import load_plugin
    from slixmpp.util.sasl.client import MECH_SEC_SCORES, saslprep
    from slixmpp.util.sasl.mechanisms import SCRAM
    from slixmpp.xmlstream.tostring import tostring

# What a client loads when it is made: now, because this module is loaded in a worker thread.
for _feature in ("starttls", "mechanisms", "bind", "session", "rosterver", "preapproval", "limits"):
    load_plugin(f"feature_{_feature}")  # type: ignore[no-untyped-call]

SASL: Final = "urn:ietf:params:xml:ns:xmpp-sasl"
TLS: Final = "urn:ietf:params:xml:ns:xmpp-tls"
STREAMS: Final = "http://etherx.jabber.org/streams"
CLIENT: Final = "jabber:client"

SECURED: Final = "secured"
"""Encrypted, and the server offers to log in."""
LOGGED_IN: Final = "logged in"
NEGOTIATED: Final = "negotiated"
"""The stream after the login tells what it offers."""

_MOST_ITERATIONS: Final = 1_000_000
_NEXT_ADDRESS_S: Final = 0.25
_GOODBYE_S: Final = 1.0
_PIECE: Final = 32 * 1024
"""In bytes: what can be read without holding the desk up."""
_MOST_PIECES: Final = 16

# Not those bound to the TLS connection: an inspecting proxy would make a right password wrong.
_MECHANISMS: Final = frozenset(
    {
        name
        for name in MECH_SEC_SCORES
        if name == "PLAIN" or (name.startswith("SCRAM-SHA") and not name.endswith("-PLUS"))
    }
)


def _salted(mechanism: Any, text: bytes, salt: bytes, iterations: int) -> bytes:
    """PBKDF2 in C, in place of a loop in Python that holds the desk up."""
    if iterations > _MOST_ITERATIONS:
        raise ValueError("too many iterations")
    digest = mechanism.hash().name
    return hashlib.pbkdf2_hmac(digest, bytes(text), salt, iterations)


SCRAM.Hi = _salted  # type: ignore[assignment, method-assign]


def check_login(jid: str, password: str) -> None:
    """Raise `SettingsError` for what XMPP cannot carry."""
    try:
        JID(jid)
    except InvalidJID as error:
        raise SettingsError(f"The user name {jid} is not possible at Compass's events.") from error
    try:
        saslprep(password)
    except UnicodeError as error:
        raise SettingsError(
            "The password has characters that Compass's events cannot carry."
        ) from error


class Stream(ClientXMPP):
    """One connection, used once. It ends once, by `fail` or `close`, which ``on_end`` hears.

    ``on_stanza`` gets what comes after the login. ``name`` is whom the certificate must be for,
    ``where`` what sentences call the server.
    """

    def __init__(
        self,
        jid: str,
        password: str,
        context: ssl.SSLContext,
        name: str,
        where: str,
        on_stanza: Callable[[Element], None],
        on_end: Callable[[LinkFailure | LoginRefused], None],
    ) -> None:
        super().__init__(
            jid,
            password,
            ssl_context=context,
            plugin_config={"feature_mechanisms": {"use_mechs": set(_MECHANISMS)}},
        )
        self.enable_direct_tls = False
        self.auto_authorize = None
        self.auto_subscribe = False
        self.default_domain = name
        self.where = where
        self.failure: LinkFailure | LoginRefused | None = None
        self.offered: frozenset[str] = frozenset()
        self._reached: set[str] = set()
        self._news = asyncio.Event()
        self._gone = asyncio.Event()
        self._over = False
        self._on_stanza = on_stanza
        self._on_end = on_end
        self._reader = StreamReader()
        self._backlog: deque[bytes] = deque()
        self._held = False
        self._logins: Element | None = None
        self._tried = False
        self._upgrading = False
        self.add_event_handler("auth_success", self._logged_in)
        self.add_event_handler("ssl_invalid_chain", self._tls_failed)
        self.add_filter("out_sync", self._one_login)

    # -- for the session

    async def connect_tcp(self, host: str, port: int) -> None:
        """Connect; encryption follows by itself. Raises `LinkFailure`."""
        self.start_sending()
        try:
            await self.loop.create_connection(
                lambda: self, host, port, happy_eyeballs_delay=_NEXT_ADDRESS_S
            )
        except ConnectionResetError as error:
            raise link_failure("closed", self._cut_words()) from error
        except OSError as error:
            raise not_reached(self.where, error) from error

    def start_sending(self) -> None:
        """Before the connection is made: what carries slixmpp's own stanzas."""
        self.init_plugins()  # type: ignore[no-untyped-call]
        self._run_out_filters = asyncio.ensure_future(self.run_filters())
        # It takes a connection without an attempt for one that was given up meanwhile.
        self._current_connection_attempt = self.loop.create_future()

    async def reach(self, milestone: str) -> None:
        """Wait for a milestone; raise what ended the stream before it. One waiter at a time."""
        while milestone not in self._reached:
            if self.failure is not None:
                raise self.failure
            self._news.clear()
            await self._news.wait()

    def log_in(self) -> None:
        """Send the one login, when `SECURED`."""
        assert self._logins is not None
        self._spawn_event(self._logins)

    def send_element(self, element: Element) -> None:
        """Send a stanza; nothing happens when the stream has ended."""
        self.send_raw(tostring(element, xmlns=CLIENT, top_level=True))

    def fail(self, failure: LinkFailure | LoginRefused) -> None:
        """End the stream at once, for a reason. Only the first counts."""
        if self._over:
            return
        self.failure = failure
        self._let_go()
        self._on_end(failure)

    async def close(self) -> None:
        """Say goodbye and end; waits until nothing is left."""
        if not self._over:
            if NEGOTIATED in self._reached:
                self.send_raw(self.stream_footer)
                await self._wait_until_gone()
            self.fail(link_failure("closed", "The link was closed."))
        await self._ended()

    async def _ended(self) -> None:
        if self.is_connected():
            await self._wait_until_gone()
        if self._run_out_filters is not None:
            await asyncio.wait((self._run_out_filters,))

    async def _wait_until_gone(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_GOODBYE_S):
                await self._gone.wait()

    # -- what the transport calls

    def connection_made(self, transport: Any, send_event: bool = True) -> None:
        super().connection_made(transport, send_event)
        if self._over:  # given up while it was being connected
            transport.abort()

    def init_parser(self) -> None:
        super().init_parser()
        # What the old reader still has was said too early.
        self._reader = StreamReader()
        self._backlog.clear()

    def data_received(self, data: bytes | str) -> None:
        whole = data if isinstance(data, bytes) else data.encode()
        idle = not self._backlog
        self._backlog.extend(whole[at : at + _PIECE] for at in range(0, len(whole), _PIECE))
        if idle:
            self._read_on()

    def _read_on(self) -> None:
        """Read one piece; others on the loop have their turn before the next."""
        reader = self._reader
        try:
            for part in reader.feed(self._backlog[0]):
                if self._over or reader is not self._reader:
                    return
                self.take(part)
        except Unacceptable as error:
            self.unacceptable(error)
        if self._over or reader is not self._reader:
            return
        self._backlog.popleft()
        if self._backlog:
            self.loop.call_soon(self._go_on)
        self._hold_back()

    def _go_on(self) -> None:
        if self._backlog and not self._over:
            self._read_on()

    def _hold_back(self) -> None:
        """Let the server send no faster than we read."""
        if self.transport is None or self._held == (len(self._backlog) > _MOST_PIECES):
            return
        self._held = not self._held
        if self._held:
            self.transport.pause_reading()
        else:
            self.transport.resume_reading()

    def unacceptable(self, error: Unacceptable) -> None:
        self.fail(link_failure("protocol", f"{self.where} sent {error}."))

    def take(self, part: Part) -> None:
        """Handle one part of the stream."""
        if self._changing:
            self.fail(link_failure("tls", f"{self.where} did not go over to TLS as it agreed to."))
        elif isinstance(part, Opened):
            if namespace(part.root) != STREAMS:
                self.fail(link_failure("protocol", f"{self.where} is no XMPP server."))
        elif isinstance(part, Closed):
            self.fail(link_failure("closed", f"{self.where} closed the connection."))
        else:
            self._element(part)

    def connection_lost(self, exception: BaseException | None) -> None:
        changing = self._changing
        super().connection_lost(exception)
        self._gone.set()
        if changing:
            return  # what ended the handshake is told by itself, with its reason
        self.fail(link_failure("closed", self._cut_words()))

    def send_raw(self, data: str | bytes) -> None:
        if not self._over and self.is_connected():
            super().send_raw(data)

    async def start_tls(self) -> bool:
        # On a connection that has ended meanwhile asyncio would wait for a minute.
        return not self._over and await super().start_tls()

    def disconnect(self, *_: Any, **__: Any) -> asyncio.Future[None]:
        """How slixmpp gives a stream up: without TLS, without a way to log in, or deceived."""
        self.fail(self._given_up())
        done = self.loop.create_future()
        done.set_result(None)
        return done

    # -- what arrives

    @property
    def encrypted(self) -> bool:
        return isinstance(self.socket, ssl.SSLObject | ssl.SSLSocket)

    @property
    def _changing(self) -> bool:
        """From the server's agreement to the end of the TLS handshake."""
        return self._upgrading and not self.encrypted

    def _element(self, element: Element) -> None:
        kind, name = namespace(element), local_name(element)
        if kind == STREAMS and name == "error":
            self.fail(stream_failure(self.where, element))
        elif kind == STREAMS and name == "features":
            self._features(element)
        elif kind == SASL and name == "failure":
            self.fail(login_failure(self.where, element))
        elif kind == TLS and name == "failure":
            self.fail(link_failure("tls", f"{self.where} refuses to encrypt."))
        elif kind in (SASL, TLS):
            self._upgrading = self._upgrading or kind == TLS
            self._spawn_event(element)
        elif NEGOTIATED in self._reached:
            self._on_stanza(element)

    def _features(self, element: Element) -> None:
        found = children(element)
        if not self.encrypted:
            if "starttls" not in found:
                self.fail(link_failure("tls", f"{self.where} offers no encryption: refused."))
                return
            self._spawn_event(element)
        elif LOGGED_IN not in self._reached:
            self._logins = element
            self._reach(SECURED)
        else:
            optional = children(found["session"]) if "session" in found else {}
            self.offered = frozenset(found) - ({"session"} if "optional" in optional else set())
            self._reach(NEGOTIATED)

    def _reach(self, milestone: str) -> None:
        self._reached.add(milestone)
        self._news.set()

    def _logged_in(self, _: Any) -> None:
        self._reach(LOGGED_IN)

    def _tls_failed(self, error: Any) -> None:
        failure = not_reached(self.where, error)
        failure.__cause__ = error
        self.fail(failure)

    def _one_login(self, stanza: Any) -> Any:
        """slixmpp may not log in twice, whatever it thinks."""
        if stanza.xml.tag != f"{{{SASL}}}auth":
            return stanza
        tried, self._tried = self._tried, True
        return None if tried else stanza

    def _given_up(self) -> LinkFailure:
        if not self.encrypted:
            return link_failure("tls", f"{self.where} closed the connection during TLS.")
        if not self._tried:
            return link_failure(
                "protocol", f"{self.where} offers no way to log in with a password that is safe."
            )
        return link_failure(
            "protocol", f"{self.where} could not prove that it knows the password: not trusted."
        )

    def _cut_words(self) -> str:
        if SECURED in self._reached or self._upgrading or self._reader.started:
            return f"{self.where} closed the connection."
        return (
            f"{self.where} closed the connection before it said anything: it may be overloaded, or "
            "block this address after refused logins."
        )

    def _let_go(self) -> None:
        self._over = True
        self._news.set()
        if self._changing:
            self._gone.set()  # asyncio tells nobody of a connection that is lost in a handshake
        self.cancel_connection_attempt()
        if self._run_out_filters is not None:
            self._run_out_filters.cancel()
        for handle in self.scheduled_events.values():
            handle.cancel()
        self.scheduled_events.clear()
        if self.transport is not None:
            self.transport.abort()
