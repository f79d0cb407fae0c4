"""Trying a profile's connection out: address, TCP, TLS, login or WSDL, InstantVoice, key, agent.

The connection is made twice: once as far as TLS, so that the step which fails can be named, and
once whole. There is one login at the most, none with what the broker has refused before, and what
it refuses now the desk does not send again either.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any, Final, TypeVar

from cti_desk.core.errors import CtiError, OutcomeUnknown, SettingsError
from cti_desk.core.ports import SwitchSetup
from cti_desk.declarations.connection_test import Step
from cti_desk.switch_kit.link_failure import LinkFailure, not_reached
from cti_desk.vendors.instantvoice.client.broker import Broker, Host
from cti_desk.vendors.instantvoice.client.broker_login import login_guard
from cti_desk.vendors.instantvoice.client.caller import ANSWER_S, Caller
from cti_desk.vendors.instantvoice.client.calling import Calling
from cti_desk.vendors.instantvoice.client.failures import context_of, tls_failed
from cti_desk.vendors.instantvoice.client.soap_caller import SoapCaller
from cti_desk.vendors.instantvoice.client.web_service import WebService
from cti_desk.vendors.instantvoice.messages import records
from cti_desk.vendors.instantvoice.messages.bodies import Reply
from cti_desk.vendors.instantvoice.messages.codes import (
    INTERNAL_ERROR,
    NOT_FOUND,
    OFFLINE,
    PERMISSION_DENIED,
    SUCCESS,
    UNDEFINED,
    explain,
)
from cti_desk.vendors.instantvoice.messages.values import AgentName
from cti_desk.vendors.instantvoice.methods import METHODS
from cti_desk.vendors.instantvoice.settings import Profile, read_profile

T = TypeVar("T")

REACH_S: Final = 3.0
"""For the name, for the TCP connection and for TLS, each, of each host."""

_STAND_BY: Final = (
    f"The broker accepts the login, but InstantVoice did not answer within {ANSWER_S:g} s. "
    "This may be a stand-by system, or InstantVoice does not know the access key."
)
_NOBODY: Final = "0"
_BROKEN: Final = (OFFLINE, UNDEFINED, INTERNAL_ERROR)


class _Failed(Exception):
    """A step failed; no more follow."""

    def __init__(self, step: Step) -> None:
        self.step = step


async def try_out(setup: SwitchSetup) -> AsyncIterator[Step]:
    """The steps, as `cti_desk.declarations.connection_test` has them."""
    try:
        profile = read_profile(setup.profile, setup.settings, setup.secrets)
    except SettingsError as error:
        yield Step("settings", "failed", str(error))
        return
    try:
        index = 0
        async for step, found in _reach(profile):
            index = found
            yield step
        if isinstance(profile.server, WebService):
            steps = _ask_service(profile, profile.server, index)
        else:
            steps = _ask(profile, profile.server, index, setup)
        async for step in steps:
            yield step
    except _Failed as failed:
        yield failed.step


# -- as far as TLS


async def _reach(profile: Profile) -> AsyncIterator[tuple[Step, int]]:
    """Reach the first host that can be; the desk would take it, too."""
    server, last = profile.server, Step("address", "failed", "No address is set.")
    for index, host in enumerate(server.hosts):
        try:
            async for step in _reach_host(host, server.encryption == "tls", server.ca_file):
                yield step, index
        except _Failed as failed:
            last = failed.step
            if len(server.hosts) > 1:
                name = f"{host} {last.name}"
                yield Step(name, "warning", last.words), index
        else:
            return
    raise _Failed(last)


async def _reach_host(host: Host, tls: bool, ca_file: str | None) -> AsyncIterator[Step]:
    yield Step("address", "trying", f"Looking for {host.name}.")
    addresses = await _bounded(lambda: _resolve(host), host, "address")
    yield Step("address", "passed", f"{host.name} has an address: {addresses[0]}.")
    yield Step("connection", "trying", f"Connecting to {host}.")
    raw = await _bounded(lambda: _connect(host), host, "connection")
    try:
        yield Step("connection", "passed", f"{host} accepts connections.")
        if not tls:
            words = "No encryption is set: password, key and calls travel in clear text."
            yield Step("tls", "warning", words)
            return
        yield Step("tls", "trying", "Checking the certificate.")
        version = await _bounded(lambda: _encrypt(raw, host, ca_file), host, "tls")
        yield Step("tls", "passed", f"The certificate is trusted ({version}).")
    finally:
        raw.close()


def _resolve(host: Host) -> list[str]:
    try:
        found = socket.getaddrinfo(host.name, host.port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label that is too long or empty
        raise socket.gaierror(str(error)) from error
    return [str(each[4][0]) for each in found]


def _connect(host: Host) -> socket.socket:
    return socket.create_connection((host.name, host.port), REACH_S)


def _encrypt(raw: socket.socket, host: Host, ca_file: str | None) -> str:
    try:
        context = context_of("tls", ca_file)
    except LinkFailure as failure:
        raise _Failed(Step("tls", "failed", failure.message)) from failure
    assert context is not None, "TLS has one"
    with context.wrap_socket(raw.dup(), server_hostname=host.name) as wrapped:
        return wrapped.version() or "TLS"


async def _bounded(work: Callable[[], T], host: Host, step: str) -> T:
    """Do what blocks on a thread that nothing waits for, and name what fails."""
    try:
        async with asyncio.timeout(REACH_S + 0.5):  # a name server may take longer than a socket
            return await _on_thread(work)
    except OSError as error:  # a time-out is one
        told = tls_failed if step == "tls" else not_reached
        raise _Failed(Step(step, "failed", told(str(host), error).message)) from error


async def _on_thread(work: Callable[[], T]) -> T:
    """A daemon thread: neither a cancelled test nor the desk's end waits for a name server."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def tell(set_it: Callable[[Any], None], what: Any) -> None:
        if not done.done():
            set_it(what)
        elif isinstance(what, socket.socket):  # nobody waits for it any more
            what.close()

    def run() -> None:
        try:
            outcome: tuple[Callable[[Any], None], Any] = (done.set_result, work())
        except Exception as error:
            outcome = (done.set_exception, error)
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(tell, *outcome)

    threading.Thread(target=run, name="connection test", daemon=True).start()
    return await done


# -- login, InstantVoice, key, agent


async def _ask(
    profile: Profile, broker: Broker, index: int, setup: SwitchSetup
) -> AsyncIterator[Step]:
    yield Step("login", "trying", f"Logging in as {broker.user}.")
    caller = await _log_in(profile, broker, index, setup)
    try:
        yield Step("login", "passed", f"The broker accepts the login of {broker.user}.")
        yield Step("answer", "trying", "Asking InstantVoice.")
        reply = await _agent_info(caller, profile, _STAND_BY)
        yield Step("answer", "passed", "InstantVoice answers.")
    finally:
        caller.close()
    for step in _judge(reply, profile):
        yield step


async def _ask_service(profile: Profile, service: WebService, index: int) -> AsyncIterator[Step]:
    """The same over SOAP, where the WSDL stands in the login's place."""
    yield Step("wsdl", "trying", "Reading the web service's description (WSDL).")
    caller = SoapCaller(profile.key)
    try:
        await caller.open(service, index)
        yield Step("wsdl", "passed", "The web service describes itself (WSDL).")
        yield Step("answer", "trying", "Asking InstantVoice.")
        reply = await _agent_info(caller, profile)
        yield Step("answer", "passed", "InstantVoice answers.")
    except LinkFailure as failure:
        raise _Failed(Step("wsdl", "failed", failure.message)) from failure
    finally:
        caller.close()
    for step in _judge(reply, profile):
        yield step


async def _log_in(profile: Profile, broker: Broker, index: int, setup: SwitchSetup) -> Caller:
    guard = login_guard(broker, profile.name, setup.memory)
    await guard.load()
    if guard.refused is not None:
        words = f"Nothing was sent, for this login was refused before: {guard.refused}"
        raise _Failed(Step("login", "failed", words))
    caller = Caller(profile.key, lambda event: None)
    try:
        await caller.open(broker, index)
    except LinkFailure as failure:
        if failure.failure == "authentication":
            guard.refuse(failure.message)
            await guard.store()
        raise _Failed(Step("login", "failed", failure.message)) from failure
    return caller


async def _agent_info(caller: Calling, profile: Profile, unanswered: str = "") -> Reply:
    """Ask about the agent; ``unanswered`` is what it means when no answer comes."""
    name = profile.agent or AgentName(profile.accountcode, _NOBODY)
    arguments = {"accountcode": name.accountcode, "user": name.number}
    try:
        return await caller.request(METHODS["AgentInfo"], arguments)
    except OutcomeUnknown as error:
        raise _Failed(Step("answer", "failed", unanswered or str(error))) from error
    except CtiError as error:
        raise _Failed(Step("answer", "failed", str(error))) from error


def _judge(reply: Reply, profile: Profile) -> list[Step]:
    """What the answer to AgentInfo says about InstantVoice itself, the key and the agent."""
    if reply.code in _BROKEN:
        return [Step("answer", "failed", _sentence(reply.code))]
    if reply.code == PERMISSION_DENIED:
        words = (
            "The access key may not read agents (AgentInfo, code -2), or it is not known. The desk "
            "works with the rights to log in, pause and call, but cannot see the agent's state."
        )
        return [
            Step("key", "warning", words),
            Step("agent", "skipped", "Whether the agent exists cannot be asked with this key."),
        ]
    key = Step("key", "passed", "The access key has the right to read agents.")
    if profile.agent is None:
        words = "No agent is set: the first login at this desk chooses."
        return [key, Step("agent", "skipped", words)]
    return [key, _agent(reply, profile.agent)]


def _agent(reply: Reply, name: AgentName) -> Step:
    if reply.code == NOT_FOUND:
        return Step("agent", "failed", f"InstantVoice knows no agent {name.full} (code 3).")
    if reply.code != SUCCESS:
        return Step("agent", "failed", _sentence(reply.code))
    info = records.agent_info(reply.data)
    if info is not None and info.disabled:
        return Step("agent", "failed", f"The agent {name.full} is disabled.")
    return Step("agent", "passed", f"The agent {name.full} exists.")


def _sentence(code: int) -> str:
    words = explain(code)
    return f"{words[0].upper()}{words[1:]} (code {code})."
