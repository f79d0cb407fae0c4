"""Trying a profile's connection out: first REST with the login, then XMPP with a proven password.

There is one login that may be refused at the most, none with what Compass has refused before, and
what it refuses now the desk does not send again either.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Final
from urllib.parse import urlsplit

from cti_desk.core import commands
from cti_desk.core.errors import CtiError, NotOffered, RefusedByVendor
from cti_desk.core.ports import SwitchSetup
from cti_desk.declarations.connection_test import TRIAL_S, Step, StepState
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.login_guard import LoginGuard, LoginRefused
from cti_desk.switch_kit.tls import client_context
from cti_desk.vendors.compass.capabilities import UNDECIDED, capability_table
from cti_desk.vendors.compass.client.failures import link_failure, login_refused, not_reached
from cti_desk.vendors.compass.client.hosts import Hosts
from cti_desk.vendors.compass.client.rest import Rest
from cti_desk.vendors.compass.client.rest_session import RestSession, negotiate
from cti_desk.vendors.compass.client.site import Site
from cti_desk.vendors.compass.client.xmpp import Stage, Xmpp
from cti_desk.vendors.compass.client.xmpp_lookup import find_domain
from cti_desk.vendors.compass.client.xmpp_site import XmppSite
from cti_desk.vendors.compass.client.xmpp_steps import Snapshot
from cti_desk.vendors.compass.live.chosen_queues import ChosenQueues, Joining
from cti_desk.vendors.compass.live.obstacles import not_listed
from cti_desk.vendors.compass.live.own_state import NO_PHONE
from cti_desk.vendors.compass.messages.rest_objects import read_object
from cti_desk.vendors.compass.settings import Profile, read_profile
from cti_desk.vendors.compass.switch import VISIBLE

STEP_S: Final = 5.0
"""For each step that waits for one answer."""
OFFERS_S: Final = 3.0
"""For what the platform offers: its description is large, and without it the rest works."""
WHOLE_S: Final = TRIAL_S - 2.5
"""Taking leave of the XMPP server takes up to two seconds more."""

_BY_PROXY: Final = "A proxy is set on this computer: this is tried together with the login."

_IN_WORDS: Final[dict[type[commands.Command], str]] = {
    commands.AnswerCall: "answering",
    commands.ClearCall: "hanging up",
    commands.HoldCall: "holding",
    commands.SingleStepTransfer: "transferring",
    commands.ConsultationCall: "consulting",
    commands.PickupCall: "picking up",
}

_STAGES: Final[dict[Stage, tuple[str, str]]] = {
    "connection": ("Connecting to {where} for events.", "{where} accepts connections."),
    "tls": ("Checking the certificate of {where}.", "{where} encrypts, and is trusted."),
    "login": ("Logging in to {where}.", "{where} accepts the login of {jid}."),
    "session": ("Starting a session for events.", "The session for events has started."),
    "company": ("Asking for the company.", "{phone} answers, and knows your company."),
    "subscription": ("Subscribing to events.", "{pubsub} tells this desk its events."),
    "reading": ("Reading users, queues and calls.", "Users, queues and calls can be read."),
}
"""What is said when each begins, and when it is over."""
_ORDER: Final = tuple(_STAGES)


async def try_out(setup: SwitchSetup) -> AsyncIterator[Step]:
    """The steps, as `cti_desk.declarations.connection_test` has them."""
    # In a task of its own: a caller who leaves half-way leaves nothing open, on any loop.
    told: asyncio.Queue[Step | None] = asyncio.Queue()
    work = asyncio.ensure_future(_ConnectionTest(setup, told.put_nowait).run())
    work.add_done_callback(lambda _: told.put_nowait(None))
    try:
        while (step := await told.get()) is not None:
            yield step
        work.result()
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


class _ConnectionTest:
    """One test; it knows which step it is at, so that what fails can be named."""

    def __init__(self, setup: SwitchSetup, tell: Callable[[Step], None]) -> None:
        self._setup = setup
        self._tell = tell
        self._step = "settings"
        self._asked = ""
        self._stage: Stage | None = None
        self._limit = asyncio.timeout(None)
        self._end = asyncio.get_running_loop().time() + WHOLE_S

    async def run(self) -> None:
        try:
            async with self._limit:
                await self._try()
        except TimeoutError:
            self._tell(Step(self._step, "failed", f"{self._asked} does not answer in time."))
        except CtiError as error:
            self._tell(Step(self._step, "failed", str(error)))

    async def _try(self) -> None:
        self._begin("settings", "Checking the settings.", "This computer")
        setup = self._setup
        profile = read_profile(setup.profile, setup.settings, setup.secrets)
        context = await asyncio.to_thread(client_context, profile.ca_file)
        self._pass("The settings can be used.")
        hosts = await self._find(profile)
        site = profile.site(hosts)
        await self._reach(site, context)
        refusals, guard = profile.refusals(setup.memory), LoginGuard()
        if (refused := await refusals.load()) is not None:
            guard.refuse(refused)
        try:
            me = await self._ask_rest(profile, site, guard)
            snapshot = await self._open_events(profile.xmpp_site(hosts), guard)
        finally:
            if guard.refused is not None:
                await refusals.store(guard.refused)
        self._look_at(profile, profile.xmpp_site(hosts).jid, me, snapshot)

    # -- telling

    def _begin(self, name: str, words: str, asked: str, seconds: float | None = None) -> None:
        """``asked`` is who has to answer within ``seconds`` (`STEP_S`)."""
        self._step, self._asked = name, asked
        now = asyncio.get_running_loop().time()
        self._limit.reschedule(min(now + (STEP_S if seconds is None else seconds), self._end))
        self._tell(Step(name, "trying", words))

    def _pass(self, words: str) -> None:
        self._tell(Step(self._step, "passed", words))

    def _say(self, name: str, state: StepState, words: str) -> None:
        """Tell of what needed no trying."""
        self._tell(Step(name, state, words))

    # -- as far as TLS

    async def _find(self, profile: Profile) -> Hosts:
        own = profile.company_domain
        if profile.domain is not None or own is None:
            return profile.hosts()
        self._begin("platform", f"Looking for the platform of {own}.", "The name server")
        domain = await find_domain(own)
        self._pass(f"{own} belongs to the platform {domain}.")
        return profile.hosts(domain)

    async def _reach(self, site: Site, context: ssl.SSLContext) -> None:
        parts = urlsplit(site.rest)
        where, host, port = parts.netloc, parts.hostname or "", parts.port or 443
        proxies = {} if site.on_loopback else await asyncio.to_thread(urllib.request.getproxies)
        if "https" in proxies or "all" in proxies:
            self._say("connection", "skipped", _BY_PROXY)
            return
        self._begin("address", f"Looking for {host}.", "The name server")
        self._pass(f"{host} has an address: {await _address(host, port)}.")
        self._begin("connection", f"Connecting to {where}.", where)
        await _connect(where, host, port, None)
        self._pass(f"{where} accepts connections.")
        self._begin("tls", f"Checking the certificate of {where}.", where)
        version = await _connect(where, host, port, context)
        self._pass(f"The certificate of {where} is trusted ({version}).")

    # -- REST

    async def _ask_rest(self, profile: Profile, site: Site, guard: LoginGuard) -> str:
        """Return the own user's id."""
        where = urlsplit(site.rest).netloc
        self._begin("login", f"Logging in as {site.user}.", where)
        if guard.refused is not None:
            raise login_refused(
                f"Nothing was sent, for this login was refused before: {guard.refused}"
            )
        rest = Rest(site, guard)
        try:
            await rest.open()
            me = await self._log_in(rest, profile)
            self._say("version", "passed", f"The platform speaks version {rest.version}.")
            self._begin("company", "Asking for the company.", where)
            await self._company(rest)
            by_status = profile.pause_model == "status"
            session = RestSession(rest, me, lambda error: None, uses_status=by_status)
            name = session.me.name or site.user
            self._say("user", "passed", f"You are {name}.")
            await self._offers(session, profile, where)
            return session.me.id
        finally:
            await rest.close()

    async def _log_in(self, rest: Rest, profile: Profile) -> dict[str, object]:
        accepted = f"Compass accepts the login of {rest.site.user}."
        try:
            me = await negotiate(rest, profile)
        except NotOffered:
            if rest.guard.proven:
                self._pass(accepted)
            else:
                words = "Whether the login is right is not known: no version was agreed on."
                self._say("login", "skipped", words)
            self._step = "version"
            raise
        self._pass(accepted)
        return me

    async def _company(self, rest: Rest) -> None:
        try:
            company = read_object(await rest.own("company"))
        except LoginRefused:
            raise
        except (NotOffered, RefusedByVendor) as error:
            self._say("company", "warning", f"Your company cannot be read. {error}")
        else:
            self._pass(f"Your company is {company.name or company.id}.")

    async def _offers(self, session: RestSession, profile: Profile, where: str) -> None:
        """What cannot be done from here, as the desk will see it."""
        self._begin("features", "Looking at what your platform offers.", where)
        try:
            async with asyncio.timeout(OFFERS_S):
                await session.look_around()
        except TimeoutError:
            session.no_schema = f"{where} did not describe its interface within {OFFERS_S:g} s."
        table = capability_table(session, profile.pause_model)
        if missing := _missing(session):
            self._say("features", "warning", missing)
        else:
            self._pass("Calls can be answered, held, transferred and ended from here.")
        pause = table.of("SetNotReady")
        if profile.pause_model == "undecided":
            self._say("pauses", "warning", UNDECIDED)
        elif not pause.usable:
            self._say("pauses", "warning", pause.why or "Pauses cannot be set from here.")
        else:
            self._say("pauses", "passed", "Pauses can be set from here.")

    # -- XMPP

    async def _open_events(self, site: XmppSite, guard: LoginGuard) -> Snapshot:
        """Log in with what REST has just accepted, subscribe, read, and take leave."""

        def begun(stage: Stage) -> None:
            self._begin_stage(stage, site)

        begun("connection")  # before its library is loaded, which takes a moment
        xmpp = Xmpp(site, lambda told: None, lambda failure: None, guard, on_stage=begun)
        try:
            snapshot = await xmpp.open()
            self._pass_stage(site)
            return snapshot
        except LinkFailure as failure:
            if failure.failure == "tls" and self._stage == "connection":
                begun("tls")  # over WebSocket both are one
            raise
        finally:
            await xmpp.close()

    def _begin_stage(self, stage: Stage, site: XmppSite) -> None:
        if self._stage is not None and _ORDER.index(stage) <= _ORDER.index(self._stage):
            return  # once more, with another name of the certificate
        self._pass_stage(site)
        self._stage = stage
        words, asked = _in_words(_STAGES[stage][0], site), site.where
        if stage in ("company", "reading"):
            asked = site.phone
        elif stage == "subscription":
            asked = site.pubsub
        seconds = WHOLE_S if stage == "reading" else None
        self._begin(f"events {stage}", words, asked, seconds)

    def _pass_stage(self, site: XmppSite) -> None:
        if self._stage is not None:
            self._pass(_in_words(_STAGES[self._stage][1], site))

    # -- what should be known

    def _look_at(self, profile: Profile, jid: str, me: str, found: Snapshot) -> None:
        if found.visible and profile.invisible != "off":
            self._say("presence", "warning", VISIBLE)
        wanted = jid.lower()
        user = next((one for one in found.users if one.id == me), None) or next(
            (one for one in found.users if (one.xmpp_jid or "").lower() == wanted), None
        )
        if user is None:
            self._say("phone", "warning", not_listed(profile.user))
        elif user.logged_in is False:
            self._say("phone", "warning", NO_PHONE)
        elif user.logged_in is None:
            self._say("phone", "skipped", "Compass does not tell whether you are on a telephone.")
        else:
            self._say("phone", "passed", "You are logged on to a telephone.")
        self._look_at_queues(profile, {one.id: one.name for one in found.queues})

    def _look_at_queues(self, profile: Profile, names: dict[str, str]) -> None:
        usual = Joining(profile.queue_priority, profile.follow_forwards)
        memory, key = self._setup.memory, profile.key("queues")
        chosen = ChosenQueues(profile.queues, usual, memory, key)
        joined = chosen.to_join(names)
        if missing := chosen.unknown(names):
            listed, there = ", ".join(missing), _listed(names.values())
            words = f"Your profile names queues that there are not: {listed}. There are: {there}."
            self._say("queues", "warning", words)
        elif not joined:
            words = "No queue is chosen (queues in the profile): a login at this desk joins none."
            self._say("queues", "warning", words)
        else:
            words = f"A login joins: {_listed(names.get(one, one) for one in joined)}."
            self._say("queues", "passed", words)


def _missing(session: RestSession) -> str:
    """What the user must do at their telephone; empty if nothing."""
    if session.identity is None:
        return "Compass does not tell which identity acts for you: queues cannot be joined."
    if session.control is None:
        return f"Calls are answered, held and ended on your telephone only: {session.no_schema}"
    known = session.control.recipes
    lacking = [words for kind, words in _IN_WORDS.items() if kind.__name__ not in known]
    return f"Your platform has this on the telephone only: {', '.join(lacking)}." if lacking else ""


def _listed(names: Iterable[str], most: int = 10) -> str:
    found = sorted(names)
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return (", ".join(found[:most]) or "none") + more


def _in_words(words: str, site: XmppSite) -> str:
    return words.format(where=site.where, jid=site.jid, phone=site.phone, pubsub=site.pubsub)


async def _address(host: str, port: int) -> str:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port)
    except (OSError, UnicodeError) as error:  # a label that is too long or empty
        raise link_failure("unreachable", f"The name {host} cannot be found.") from error
    return str(found[0][4][0])


async def _connect(where: str, host: str, port: int, context: ssl.SSLContext | None) -> str:
    """Connect and leave again; return the version of TLS. Nothing is sent beyond that."""
    try:
        name = host if context is not None else None
        _, writer = await asyncio.open_connection(host, port, ssl=context, server_hostname=name)
    except OSError as error:
        raise not_reached(where, error) from error
    secure = writer.get_extra_info("ssl_object")
    version = secure.version() if secure is not None else None
    writer.transport.abort()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return version or "TLS"
