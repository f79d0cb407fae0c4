"""An XMPP server for tests of faults: real sockets and TLS, answers by the test."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal
from xml.etree.ElementTree import Element

import trustme

from cti_desk.vendors.compass.client.xmpp_reader import Closed, Opened, Part, StreamReader
from cti_desk.vendors.compass.client.xmpp_site import XmppSite
from cti_desk.vendors.compass.messages.elements import children, local_name, namespace

DOMAIN = "test.example"
UC = f"uc.{DOMAIN}"
PASSWORD = "géheim:7"
HEADER = (
    f"<?xml version='1.0'?><stream:stream xmlns='jabber:client' from='{UC}' id='1' version='1.0' "
    "xmlns:stream='http://etherx.jabber.org/streams'>"
)
STARTTLS = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>"
BIND = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"
SASL = "urn:ietf:params:xml:ns:xmpp-sasl"
COMPASS = "http://iperity.com/compass"
STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas"
STREAM_ERRORS = "urn:ietf:params:xml:ns:xmpp-streams"

Answer = str | None
"""What to put into a result; ``None`` answers nothing."""


Trouble = Literal["", "silent", "slams", "tls silent", "tls cut", "tls garbage"]


class Refuse(Exception):
    """Answer an iq with an error."""

    def __init__(self, condition: str, kind: str = "cancel", text: str = "") -> None:
        self.xml = (
            f"<error type='{kind}'><{condition} xmlns='{STANZAS}'/>"
            f"<text xmlns='{STANZAS}'>{text}</text></error>"
        )


class XmppServer:
    """One platform. ``answers`` are by what is asked: bind, privacy, company, subscribe, user, …

    ``trouble`` is how it fails before it says much. ``logins`` counts SASL attempts, ``heard`` are
    the stanzas after the login.
    """

    def __init__(self, directory: Path, name: str = UC) -> None:
        self.name = name
        self.ca_file = str(directory / f"ca-{id(self)}.pem")
        authority = trustme.CA()
        authority.cert_pem.write_to_path(self.ca_file)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name, "127.0.0.1").configure_cert(self.context)
        self.before_tls = STARTTLS
        self.mechanisms: tuple[str, ...] = ("PLAIN",)
        self.features = BIND
        self.refusal: str | None = None
        self.trouble: Trouble = ""
        self.logins = 0
        self.connections = 0
        self.passwords: list[str] = []
        self.used: list[str] = []
        self.heard: list[Element] = []
        self.jids: list[str] = []
        self.answers: dict[str, Callable[[], Answer]] = {
            "bind": lambda: f"{BIND[:-2]}><jid>{self.jids[-1]}</jid></bind>",
            "company": lambda: f"<result xmlns='{COMPASS}'><id>15</id><name>BV</name></result>",
            "subscribe": lambda: self.subscription("subscribed"),
            "subscriptions": self.listed,
        }
        self.on_connection: Callable[[], str | None] = lambda: None
        self._writer: asyncio.StreamWriter | None = None
        self._server: asyncio.Server | None = None
        self._busy: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    def site(self, **changed: Any) -> XmppSite:
        values: dict[str, Any] = {
            "jid": f"joe@{UC}",
            "password": PASSWORD,
            "domain": DOMAIN,
            "phone": f"phone.{UC}",
            "pubsub": f"pubsub.{UC}",
            "host": "127.0.0.1",
            "port": self.port,
            "names": (UC,),
            "ca_file": self.ca_file,
        }
        return XmppSite(**{**values, **changed})

    def subscription(self, state: str) -> str:
        return (
            f"<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscription node='15' "
            f"jid='{self.jids[-1]}' subscription='{state}'/></pubsub>"
        )

    def listed(self) -> str:
        """The newest connection's subscription, in answer to who asks for a list."""
        return (
            self.subscription("subscribed")
            .replace("<sub", "<subscriptions><sub", 1)
            .replace("</pubsub>", "</subscriptions></pubsub>")
        )

    def asked(self, what: str) -> list[Element]:
        return [one for one in self.heard if _what(one) == what]

    async def send(self, text: str | bytes) -> None:
        """Say something on the newest connection."""
        assert self._writer is not None
        self._writer.write(text.encode() if isinstance(text, str) else text)
        with contextlib.suppress(ConnectionError):
            await self._writer.drain()

    async def tell(self, notification: str, sender: str = f"pubsub.{UC}", state: str = "") -> None:
        """Publish a notification, or tell how the subscription stands."""
        inside = f"<items node='n'><item id='1'>{notification}</item></items>"
        if state:
            inside = f"<subscription node='15' jid='{self.jids[-1]}' subscription='{state}'/>"
        await self.send(
            f"<message from='{sender}'><event xmlns='http://jabber.org/protocol/pubsub#event'>"
            f"{inside}</event></message>"
        )

    def cut(self) -> None:
        assert self._writer is not None
        self._writer.transport.abort()

    async def __aenter__(self) -> XmppServer:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._busy:
            task.cancel()
        await asyncio.gather(*self._busy, return_exceptions=True)
        await self._server.wait_closed()

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writer = writer
        try:
            await _Connection(self, reader, writer).run()
        except (ConnectionError, ssl.SSLError):
            pass
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError, ssl.SSLError):
                await writer.wait_closed()


class _Connection:
    def __init__(
        self, server: XmppServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.server = server
        self.reader = reader
        self.writer = writer
        self.xml = StreamReader()
        self.encrypted = self.logged_in = False

    async def run(self) -> None:
        if self.server.trouble == "slams":
            return
        if self.server.trouble == "silent":
            await self._listen_in_vain()
            return
        first = self.server.on_connection()
        if first is not None:
            self.writer.write(first.encode())
        while data := await self.reader.read(65536):
            for part in self.xml.feed(data):
                if not await self._take(part):
                    return

    async def _take(self, part: Part) -> bool:
        """Return whether to go on."""
        if isinstance(part, Opened):
            self.writer.write(f"{HEADER}<stream:features>{self._features()}".encode())
            self.writer.write(b"</stream:features>")
        elif isinstance(part, Closed):
            self.writer.write(b"</stream:stream>")
            return False
        elif local_name(part) == "starttls":
            self.writer.write(b"<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
            return await self._encrypt()
        elif local_name(part) == "auth":
            self._log_in(part)
        else:
            self.server.heard.append(part)
            if local_name(part) == "iq" and part.get("type") in ("get", "set"):
                self._answer(part)
        return True

    def _features(self) -> str:
        if not self.encrypted:
            return self.server.before_tls
        if not self.logged_in:
            listed = "".join(f"<mechanism>{name}</mechanism>" for name in self.server.mechanisms)
            return f"<mechanisms xmlns='{SASL}'>{listed}</mechanisms>"
        return self.server.features

    async def _encrypt(self) -> bool:
        match self.server.trouble:
            case "tls silent":
                await self._listen_in_vain()
                return False
            case "tls cut":
                await self.reader.read(10)
                return False
            case "tls garbage":
                await self.reader.read(10)
                self.writer.write(b"what is TLS?")
                await self._listen_in_vain()
                return False
        await self.writer.start_tls(self.server.context)
        self.encrypted, self.xml = True, StreamReader()
        return True

    async def _listen_in_vain(self) -> None:
        while await self.reader.read(65536):
            pass

    def _log_in(self, auth: Element) -> None:
        server = self.server
        server.logins += 1
        server.used.append(auth.get("mechanism", ""))
        if auth.get("mechanism") == "PLAIN":
            server.passwords.append(base64.b64decode(auth.text or "").decode().split("\0")[2])
        if server.refusal is not None:
            self.writer.write(f"<failure xmlns='{SASL}'>{server.refusal}</failure>".encode())
            return
        self.logged_in, self.xml = True, StreamReader()
        self.writer.write(f"<success xmlns='{SASL}'/>".encode())

    def _answer(self, iq: Element) -> None:
        what = _what(iq)
        if what == "bind":
            resource = next(iq.iter("{urn:ietf:params:xml:ns:xmpp-bind}resource"))
            self.server.jids.append(f"joe@{UC}/{resource.text}")
        kind = "result"
        try:
            inside = self.server.answers.get(what, lambda: "")()
        except Refuse as error:
            kind, inside = "error", error.xml
        if inside is not None:
            # From a host that was not asked, as in one example of the manual.
            opened = f"<iq type='{kind}' id='{iq.get('id')}' from='phone.{DOMAIN}'>"
            self.writer.write(f"{opened}{inside}</iq>".encode())


def _what(stanza: Element) -> str:
    """The name of what is asked or said."""
    payload = next(iter(stanza), None)
    if payload is None or local_name(stanza) != "iq":
        return local_name(stanza)
    if namespace(payload) == "jabber:iq:privacy":
        return "privacy"
    if local_name(payload) == "pubsub":
        return local_name(payload[0])
    if local_name(payload) == "request":
        filtered = children(payload).get("filter")
        return "company" if filtered is None else filtered.get("type", "")
    return local_name(payload)
