"""The XMPP side: Prosody, its two components, and the faults of what they say."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from typing import Any, Final
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

from cti_desk.simulator.faults import Faults
from cti_desk.vendors.compass.messages.elements import local_name
from cti_desk.vendors.compass.messages.notifications import Notification
from cti_desk.vendors.compass.simulator import stanzas
from cti_desk.vendors.compass.simulator.changes import Step
from cti_desk.vendors.compass.simulator.chronicle import Chronicle
from cti_desk.vendors.compass.simulator.components import Components
from cti_desk.vendors.compass.simulator.logins import Logins
from cti_desk.vendors.compass.simulator.platform import Platform
from cti_desk.vendors.compass.simulator.prosody import Prosody
from cti_desk.vendors.compass.simulator.pubsub import Message, PubSub
from cti_desk.vendors.compass.simulator.reorder import can_turn, turned
from cti_desk.vendors.compass.simulator.rpc import Refusal, Reply, Rpc
from cti_desk.vendors.compass.simulator.variants import Variants

WATCH: Final = "urn:cti-desk:simulator"
_SETTLED_S: Final = 2.0


class XmppSide:
    """Serves while started; may be started again. `told` and `stats` are for any thread."""

    def __init__(
        self,
        platform: Platform,
        chronicle: Chronicle,
        variants: Variants,
        faults: Faults,
        logins: Logins,
    ) -> None:
        self._platform = platform
        self._variants = variants
        self._faults = faults
        self._logins = logins
        self._time = platform.exchange.time
        self._rpc = Rpc(platform, chronicle, variants)
        self._pubsub = PubSub(platform, variants)
        self._components: Components | None = None
        self._queries = itertools.count(1)
        self._settled: dict[str, threading.Event] = {}
        self.replies = 0
        self.events = 0

    @property
    def phone(self) -> str:
        return f"phone.{self._platform.uc}"

    @property
    def pubsub(self) -> str:
        return f"pubsub.{self._platform.uc}"

    def start(self, prosody: Prosody) -> None:
        """Connect the components to a running Prosody; raises ComponentError."""
        self._pubsub.clear()
        self._components = Components(
            (self.phone, self.pubsub), prosody.secret, prosody.ports.components, self._hear
        )
        self._components.start()
        self.settle()

    def stop(self) -> None:
        if self._components is not None:
            self._components.stop()
            self._components = None

    def restart_pubsub(self) -> None:
        """The pubsub service alone is restarted, and has forgotten who subscribed."""
        if self._components is not None:
            self._components.call(self._pubsub.forget)

    def settle(self) -> None:
        """Tell Prosody the variants, and wait until all that clients did before is known here."""
        number = f"settle-{next(self._queries)}"
        done = self._settled[number] = threading.Event()
        invisible = "yes" if self._variants.invisible else "no"
        for host in (self._platform.company_domain, self._platform.uc):
            self._send(
                self.pubsub,
                f"<iq from={quoteattr(self.pubsub)} to={quoteattr(host)} type='set' "
                f"id={quoteattr(number)}><query xmlns='{WATCH}' invisible='{invisible}'/></iq>",
            )
        done.wait(_SETTLED_S)
        self._settled.pop(number, None)

    def stats(self) -> dict[str, Any]:
        self.settle()
        return {
            "replies": self.replies,
            "events": self.events,
            "present": len(self._pubsub.present),
            "subscriptions": len(self._pubsub.hearers()),
        }

    # What is told

    def told(self, steps: list[Step]) -> None:
        """Publish what changed, as the faults in force let it."""
        for step in steps:
            if can_turn(step) and self._faults.take("reorder", "events"):
                step = turned(step)
            for notification in step:
                self._tell(notification)

    def _tell(self, notification: Notification) -> None:
        fault = self._faults.take
        if fault("silent", "events") or fault("drop", "events"):
            return
        broken = fault("garble", "events") is not None
        copies = 2 if fault("duplicate", "events") else 1
        delay = fault("delay", "events")
        for _ in range(copies):
            self._later(
                None if delay is None else delay.seconds,
                lambda: self._publish(notification, broken),
            )

    def _publish(self, notification: Notification, broken: bool) -> None:
        for message in self._pubsub.publish(notification):
            if broken:
                payloads = tuple(stanzas.garbled(payload) for payload in message.payloads)
                message = Message(message.to, payloads, message.headline)
            self.events += 1
            self._send(self.pubsub, stanzas.message(self.pubsub, message))

    # What is heard: on the components' thread

    def _hear(self, component: str, stanza: Element) -> None:
        name, kind = local_name(stanza), stanza.get("type", "")
        if name == "iq" and kind in ("get", "set"):
            self._asked(component, stanza)
        elif name == "iq" and stanza.get("from") == self._platform.uc:
            done = self._settled.get(stanza.get("id", ""))
            if done is not None:
                done.set()
        elif name == "message":
            for seen in stanza.iter(f"{{{WATCH}}}seen"):
                self._saw(seen.get("what", ""), seen.get("jid", ""))

    def _saw(self, what: str, jid: str) -> None:
        match what:
            case "login":
                self._logins.accepted("xmpp")
            case "refused":
                self._logins.refused("xmpp")
            case "available":
                self._pubsub.available(jid)
            case "gone":
                self._pubsub.gone(jid)

    def _asked(self, component: str, iq: Element) -> None:
        jid = iq.get("from", "")
        messages: list[Message] = []
        method = "iq"
        try:
            payload = next(iter(iq), None)
            if payload is None:
                raise Refusal("modify", "bad-request")
            if component == self.phone:
                reply = self._rpc.answer(payload, jid.partition("/")[0])
            else:
                reply, messages = self._pubsub.answer(payload, jid)
            method = reply.method
            refusal = self._refused(method)
        except Refusal as error:
            reply, refusal = Reply(method), error
        self._reply(component, iq, reply, refusal, messages)

    def _refused(self, method: str) -> Refusal | None:
        fault = self._faults.take("refuse", "replies", method)
        if fault is None:
            return None
        return Refusal("cancel", "internal-server-error", fault.text or "")

    def _reply(
        self,
        component: str,
        iq: Element,
        reply: Reply,
        refusal: Refusal | None,
        messages: list[Message],
    ) -> None:
        fault, method = self._faults.take, reply.method
        if fault("silent", "replies", method) or fault("drop", "replies", method):
            return
        number, to = iq.get("id", ""), iq.get("from", "")
        sender = self._sender(component)
        payload = reply.payload
        if payload is not None and fault("garble", "replies", method):
            payload = stanzas.garbled(payload)
        if refusal is not None:
            text = stanzas.error(number, sender, to, refusal)
        else:
            text = stanzas.result(number, sender, to, payload)
        told = [] if refusal is not None else messages
        texts = [text, *(stanzas.message(component, message) for message in told)]
        if fault("duplicate", "replies", method):
            texts.insert(0, text)
        delay = fault("delay", "replies", method)
        self.replies += 1
        self._later(
            None if delay is None else delay.seconds,
            lambda: self._send(component, "".join(texts)),
        )

    def _sender(self, component: str) -> str:
        if component == self.phone and self._variants.rpc_host == "phone":
            return f"phone.{self._platform.domain}"
        return component

    def _later(self, seconds: float | None, work: Callable[[], object]) -> None:
        components = self._components
        if components is None:
            return
        if seconds is None:
            components.call(work)
        else:
            self._time.call_later(seconds, lambda: components.call(work))

    def _send(self, component: str, text: str) -> None:
        components = self._components
        if components is not None:
            components.send(component, text)
