"""What InstantVoice keeps beside the exchange: SIP users, permissions, messages, its own ids."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from cti_desk.simulator.errors import NotFound
from cti_desk.simulator.exchange import Exchange
from cti_desk.vendors.instantvoice.simulator.service_levels import ServiceLevels
from cti_desk.vendors.instantvoice.simulator.variants import Variants

ACCOUNTCODE: Final = "default"


@dataclass
class QueueExtras:
    """Settings of a queue that change nothing at the exchange."""

    sl_answeredbefore_1: int = 30
    sl_answeredbefore_2: int = 60
    sl_answeredbefore_3: int = 90
    announce: str = ""
    musiconhold: str = "default"


class Platform:
    """One InstantVoice. Touch it with ``exchange.time.lock`` held only.

    ``sip_users`` and the two dictionaries of permission groups are by full name
    (``default_0001``). What arguments may refer to (``locations``, ``sounds``, ``music``) cannot
    be managed by any documented method.
    """

    def __init__(self, exchange: Exchange, variants: Variants | None = None) -> None:
        self.exchange = exchange
        self.variants = variants or Variants()
        self.accountcodes = {ACCOUNTCODE}
        self.locations = {"123", "otherpermissiongroup"}
        self.sounds = {"SynthR - Oceanus.mp3", "Welcome.mp3"}
        self.music = {"default"}
        self.passwords: dict[str, str] = {}
        self.agent_locations: dict[str, str] = {}
        self.sip_users: dict[str, dict[str, str]] = {}
        self.sip_locations: dict[str, str] = {}
        self.queue_extras: dict[str, QueueExtras] = {}
        self.messages: list[dict[str, Any]] = []
        self.call_backs: list[dict[str, Any]] = []
        self._ids = Ids()
        self.service_levels = ServiceLevels(exchange.world.calls)
        exchange.listen(self.service_levels.observe)

    def check_account(self, accountcode: str) -> str:
        """Return a known accountcode; raises NotFound."""
        if accountcode not in self.accountcodes:
            raise NotFound(f"There is no accountcode {accountcode}.")
        return accountcode

    def full(self, accountcode: str, number: str) -> str:
        """``default_1001`` for 1001 of a known accountcode; a full name is taken as it is."""
        prefix = f"{self.check_account(accountcode)}_"
        return number if number.startswith(prefix) else f"{prefix}{number}"

    def agent_id(self, name: str) -> int:
        return self._ids.of("agent", name)

    def queue_id(self, name: str | None) -> int:
        """0 stands for no queue."""
        return self._ids.of("queue", name) if name else 0

    def line_id(self, agent: str, number: int) -> int:
        return self._ids.of("line", f"{agent} {number}")

    def sip_user_id(self, name: str) -> int:
        return self._ids.of("sip user", name)

    def renamed(self, kind: str, old: str, new: str) -> None:
        """Keep the id of something that has another name now."""
        self._ids.renamed(kind, old, new)

    def gone(self, kind: str, name: str) -> None:
        """What is added under this name later is something else, with an id of its own."""
        self._ids.forget(kind, name)

    def extras(self, queue: str) -> QueueExtras:
        return self.queue_extras.setdefault(queue, QueueExtras())

    def details(self) -> dict[str, Any]:
        """For people who look at the simulator; no secrets."""
        return {
            "sip_users": list(self.sip_users),
            "agent_permissions": dict(self.agent_locations),
            "sip_user_permissions": dict(self.sip_locations),
            "text_messages": list(self.messages),
            "call_backs": list(self.call_backs),
        }


@dataclass
class Ids:
    """Numbers that things keep for as long as they exist, counted for each kind."""

    _given: dict[tuple[str, str], int] = field(default_factory=dict)
    _last: Counter[str] = field(default_factory=Counter)

    def of(self, kind: str, name: str) -> int:
        if (kind, name) not in self._given:
            self._last[kind] += 1
            self._given[kind, name] = self._last[kind]
        return self._given[kind, name]

    def renamed(self, kind: str, old: str, new: str) -> None:
        if old != new and (kind, old) in self._given:
            self._given[kind, new] = self._given.pop((kind, old))

    def forget(self, kind: str, name: str) -> None:
        self._given.pop((kind, name), None)
