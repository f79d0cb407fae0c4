"""What Compass keeps beside the exchange: users' accounts, rights, statuses, numbers, switches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from cti_desk.simulator.errors import Invalid, NotFound
from cti_desk.simulator.exchange import Exchange
from cti_desk.simulator.model import AgentState, Call, PauseReason
from cti_desk.vendors.compass.messages.status import ALL, NONE, ONLY_DIRECT

CALL_CONTROL: Final = "callControl"
LISTEN_IN: Final = "listenIn"
QUEUE_PICKUP: Final = "queuePickup"
READ: Final = "read"
WRITE: Final = "write"
RIGHTS: Final = (READ, WRITE, CALL_CONTROL, LISTEN_IN, QUEUE_PICKUP)


@dataclass
class Account:
    """A user. ``id`` is also their name at the exchange; ``domain`` that of their JID.

    ``rights`` concern what users may do with themselves and read of the company; the last three
    are features that are paid for.
    """

    id: str
    username: str
    domain: str
    name: str
    contact: str = ""
    language: str = "nl"
    extension: str = ""
    identity: str = ""
    cli: str | None = None
    in_company: bool = True
    rights: set[str] = field(default_factory=lambda: set(RIGHTS))

    @property
    def jid(self) -> str:
        return f"{self.username}@{self.domain}"


@dataclass
class Resource:
    """A number, extension, dial plan switch, voicemail or forward."""

    id: str
    kind: str
    name: str
    number: str | None = None
    setting: int = 0


@dataclass(frozen=True)
class Listening:
    """A user who listens in on a call."""

    id: str
    user: str
    call: str
    since: float


class Platform:
    """One company on a Compass. Touch it with ``exchange.time.lock`` held only.

    ``domain`` is the base domain, ``company_domain`` the company's own. ``forwards_calls`` holds
    (user, queue) of the memberships that follow the user's forwards.
    """

    company_id: Final = "15"
    company_name: Final = "Example BV"
    company_shortname: Final = "example"
    reseller_id: Final = "3"

    def __init__(self, exchange: Exchange, domain: str, company_domain: str) -> None:
        self.exchange = exchange
        self.domain = domain
        self.company_domain = company_domain
        self.accounts: dict[str, Account] = {}
        self.resources: dict[str, Resource] = {}
        self.follows_forwards: set[tuple[str, str]] = set()
        self.listening: dict[str, Listening] = {}

    @property
    def uc(self) -> str:
        """The domain of JIDs and the host of the XMPP server."""
        return f"uc.{self.domain}"

    def users(self) -> Iterable[Account]:
        return (account for account in self.accounts.values() if account.in_company)

    def account(self, account_id: str) -> Account:
        found = self.accounts.get(account_id)
        if found is None:
            raise NotFound(f"There is no user {account_id}.")
        return found

    def named(self, username: str) -> Account | None:
        """By REST user name: the bare name in the platform's domain, or a whole JID."""
        for account in self.accounts.values():
            if username == account.jid:
                return account
            if username == account.username and account.domain == self.uc:
                return account
        return None

    def at(self, bare_jid: str) -> Account | None:
        return next((one for one in self.accounts.values() if one.jid == bare_jid), None)

    def of_identity(self, identity: str) -> Account:
        for account in self.users():
            if account.identity == identity:
                return account
        raise NotFound(f"There is no identity {identity}.")

    def resource(self, kind: str, resource_id: str) -> Resource:
        found = self.resources.get(resource_id)
        if found is None or (kind != "resource" and found.kind != kind):
            raise NotFound(f"There is no {kind} {resource_id}.")
        return found

    def of_kind(self, kind: str) -> list[Resource]:
        return [one for one in self.resources.values() if one.kind == kind]

    def dialled(self, call: Call) -> str:
        """What the caller dialled: a user's extension; the exchange knows the user by their id."""
        number = call.called or call.dialled
        account = self.accounts.get(number)
        return account.extension if account is not None and account.extension else number

    # Queues

    def log_in(self, user: str, queue: str, priority: int, follows_forwards: bool) -> None:
        """Take calls of a queue; who is in it already gets the new priority."""
        members = self.exchange.setup.queue(queue).members
        if follows_forwards:
            self.follows_forwards.add((user, queue))
        else:
            self.follows_forwards.discard((user, queue))
        if user not in members:
            self.exchange.setup.join(user, {queue: priority})
        elif members[user] != priority:
            members[user] = priority
            self.exchange.world.look()

    def log_out(self, user: str, queue: str) -> None:
        """Take no more calls of a queue; without effect for who is not in it."""
        self.follows_forwards.discard((user, queue))
        if user in self.exchange.setup.queue(queue).members:
            self.exchange.setup.leave(user, queue)

    def pause(self, user: str, queue: str, paused: bool) -> None:
        """Pause in one queue, as versions 1 and 2 do; resets the status of version 3."""
        found = self.exchange.setup.queue(queue)
        if user not in found.members:
            raise Invalid(f"The user is not logged in to {found.name}.")
        self.set_status(user, ALL, "")
        if (user in found.paused) != paused:
            self.exchange.setup.pause_in(user, queue, paused)

    # Status

    def status(self, user: str) -> tuple[str, str]:
        """Which calls the user receives, and what they show; wrap-up is seen as ONLY_DIRECT."""
        agent = self.exchange.world.agent(user)
        text = agent.reason.text if agent.reason is not None else ""
        if agent.do_not_disturb:
            return NONE, text
        if agent.state is AgentState.PAUSED:
            return ONLY_DIRECT, text
        return (ONLY_DIRECT if agent.wrap_up_until is not None else ALL), ""

    def set_status(self, user: str, receives: str, text: str) -> None:
        """Set which calls the user receives, as version 3 does; ``ALL`` also ends wrap-up."""
        agent, board = self.exchange.world.agent(user), self.exchange.agents
        if agent.state is AgentState.LOGGED_OUT:
            raise Invalid(f"{agent.name} is logged on to no phone.")
        board.set_do_not_disturb(user, receives == NONE)
        if receives == ALL:
            if agent.wrap_up_until is not None:
                board.end_wrap_up(user)
            if agent.state is AgentState.PAUSED:
                board.unpause(user)
            return
        reason = self._reason(text)
        if agent.state is not AgentState.PAUSED or agent.reason != reason:
            board.pause(user, reason.code)

    def clear_pauses(self, user: str) -> None:
        """What using version 3's status does to the pauses of version 2."""
        for queue in self.exchange.world.queues.values():
            if user in queue.paused:
                self.exchange.setup.pause_in(user, queue.id, False)

    def _reason(self, text: str) -> PauseReason:
        reasons = self.exchange.world.reasons
        found = next((one for one in reasons.values() if one.text == text), None)
        if found is None:
            found = reasons[f"status {text}"] = PauseReason(f"status {text}", text)
        return found

    # Other

    def listen_in(self, user: str, call_id: str) -> str:
        """Let a user hear a call; return the id of the call in which they do."""
        call = self.exchange.world.call(call_id)
        if call.answered_at is None:
            raise Invalid(f"Call {call_id} is not answered, so nobody can listen in.")
        if call.leg_of(user) is not None:
            raise Invalid(f"The user is already in call {call_id}.")
        found = Listening(self.exchange.world.new_id(), user, call.id, self.exchange.world.now())
        self.listening[found.id] = found
        self.exchange.world.look()
        return found.id

    def details(self) -> dict[str, Any]:
        """For the simulator's state, without secrets."""
        return {
            "company": {"id": self.company_id, "name": self.company_name},
            "users": [
                {
                    "id": account.id,
                    "jid": account.jid,
                    "identity": account.identity,
                    "rights": sorted(account.rights),
                    "receives": self.status(account.id)[0],
                }
                for account in self.users()
            ],
            "switches": {one.id: one.setting for one in self.of_kind("dpSwitch")},
        }
