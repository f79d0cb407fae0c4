"""The API's one table: every method with its parameters, result, errors, scope and handler.

Endpoints dispatch through it; the OpenRPC description and docs/api.md are generated from it, the
command line calls into it.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import msgspec

from cti_desk.api import acting as act
from cti_desk.api import ivclient as iv
from cti_desk.api import params as p
from cti_desk.api import reading as read
from cti_desk.api.desk import CheckItem
from cti_desk.api.events import Subscribed
from cti_desk.api.method import Method, Request
from cti_desk.api.openrpc import OpenRpc, describe
from cti_desk.api.wire import WireSnapshot
from cti_desk.core import commands as c
from cti_desk.core.errors import (
    AmbiguousCall,
    CtiError,
    NoLink,
    NotOffered,
    OutcomeUnknown,
    RefusedByVendor,
    UsageError,
)
from cti_desk.core.explanation import Explanation
from cti_desk.core.model import Queue
from cti_desk.core.ports import Contact
from cti_desk.core.reports import Accepted

_ACTING: Final[tuple[type[CtiError], ...]] = (
    RefusedByVendor,
    UsageError,
    NotOffered,
    OutcomeUnknown,
    NoLink,
)
_OF_CALL: Final[tuple[type[CtiError], ...]] = (*_ACTING, AmbiguousCall)


def _acts(
    name: str, doc: str, build: act.Builder, params: type[p.Acting] = p.Acting, example: Any = None
) -> Method:
    of_call = issubclass(params, p.OfCall)
    errors = _OF_CALL if of_call else _ACTING
    return Method(name, doc, act.acting(build), params, Accepted, errors, "act", example)


def _on_call(name: str, doc: str, kind: type[c.CallCommand]) -> Method:
    return Method(name, doc, act.of_call(kind), p.OfCall, Accepted, _OF_CALL, "act")


def _reads(
    name: str, doc: str, handler: Any, result: Any, params: type[p.Params] = p.Params, **more: Any
) -> Method:
    return Method(name, doc, handler, params, result, **more)


def _ivclient(
    name: str, doc: str, handler: Any, params: type[p.Params], example: list[str], result: Any = int
) -> Method:
    return Method(f"ivclient.{name}", doc, handler, params, result, (), "act", example)


def _discover(_request: Request, _params: p.Params) -> Any:
    return _description()


@cache
def _description() -> msgspec.Raw:
    """The description as JSON: built once, for whoever asks for it first."""
    return msgspec.Raw(msgspec.json.encode(describe(METHODS)))


_SESSION: Final = (
    _reads(
        "session.snapshot",
        "Everything the desk knows: link, agent, calls, queues.",
        read.snapshot,
        WireSnapshot,
    ),
    _reads(
        "session.capabilities",
        "What can be asked of this vendor, of this agent now, and for each call; and what can "
        "never be known here.",
        read.capabilities,
        read.Capabilities,
    ),
)

_AGENT: Final = (
    Method(
        "agent.login",
        "Log the agent in. `device` is where calls will ring; `agent` another agent to serve.",
        act.log_in,
        p.LogInParams,
        Accepted,
        _ACTING,
        "act",
        {"device": "SIP/default_0001"},
    ),
    _acts("agent.logout", "Log the agent out.", lambda _r, _p: c.LogOut()),
    _acts(
        "agent.pause",
        "Make the agent not ready. `reason` is a code or text of the capabilities' `reasons`.",
        lambda _r, params: c.SetNotReady(params.reason),
        p.PauseParams,
        {"reason": "2"},
    ),
    _acts("agent.ready", "Make the agent ready for calls.", lambda _r, _p: c.SetReady()),
    _acts("agent.end_wrap_up", "End working after call.", lambda _r, _p: c.EndWrapUp()),
    _acts(
        "agent.dnd",
        "Switch do not disturb.",
        lambda _r, params: c.SetDoNotDisturb(params.on),
        p.SwitchParams,
        {"on": True},
    ),
    _acts(
        "agent.forward",
        "Forward calls: `kind` is always, busy or no_answer; without `number` it is switched off.",
        lambda _r, params: c.SetForwarding(params.kind, params.number),
        p.ForwardParams,
        {"kind": "busy", "number": "6100"},
    ),
)

_CALL: Final = (
    _acts(
        "call.dial",
        "Call a number, after the profile's dial rules. `correlation_id` is your own number for "
        "the call. One such request may be outstanding: a repeat is refused.",
        act.dial,
        p.DialParams,
        {"number": "6100", "correlation_id": "9999"},
    ),
    _on_call("call.answer", "Answer a ringing call.", c.AnswerCall),
    _on_call("call.hangup", "End a call.", c.ClearCall),
    _on_call("call.hold", "Hold a call.", c.HoldCall),
    _on_call("call.retrieve", "Take a held call back.", c.RetrieveCall),
    _acts(
        "call.transfer",
        "Transfer without asking first. Where that would move other calls too, it fails and lists "
        "them unless `all` is true.",
        act.transfer,
        p.TransferParams,
        {"number": "6100"},
    ),
    _acts(
        "call.consult",
        "Hold the call and call a third party.",
        act.consult,
        p.ConsultParams,
        {"number": "6100"},
    ),
    _on_call("call.complete_transfer", "Connect the held and the third party.", c.TransferCall),
    _on_call("call.reconnect", "End the consultation, return to the call.", c.ReconnectCall),
    _on_call("call.pickup", "Take a call that rings elsewhere.", c.PickupCall),
    _acts(
        "call.digits",
        "Send digits into the call.",
        lambda _r, params: c.GenerateDigits(params.call_id, digits=params.digits),
        p.DigitsParams,
        {"digits": "12#"},
    ),
)

_REST: Final = (
    _reads("queue.list", "The agent's queues.", read.queues, tuple[Queue, ...]),
    _acts(
        "queue.join",
        "Join a queue.",
        lambda _r, params: c.JoinQueue(params.queue),
        p.QueueParams,
        {"queue": "7012"},
    ),
    _acts(
        "queue.leave",
        "Leave a queue.",
        lambda _r, params: c.LeaveQueue(params.queue),
        p.QueueParams,
        {"queue": "7012"},
    ),
    _reads(
        "contacts.lookup",
        "Who is this number? `guess` marks a name that is not certain: a match by the last digits "
        "only, or one of several who have the number. `candidates` are those.",
        read.look_up,
        Contact,
        p.LookUpParams,
        example={"number": "2198765456"},
    ),
    _reads(
        "contacts.explain",
        "How a text is read as a telephone number, who has that number and what would be dialled. "
        "A text that cannot be dialled is no error: `problem` says why.",
        read.explain,
        Explanation,
        p.ExplainParams,
        example={"text": "tel:+49-30-123456;ext=12"},
    ),
    _reads(
        "journal.list",
        "Calls and states that happened, newest first.",
        read.journal,
        list[dict[str, Any]],
        p.JournalParams,
        example={"limit": 20},
    ),
    _reads(
        "events.subscribe",
        "Receive `event` notifications on this connection, from now on or from `since`.",
        read.subscribe,
        Subscribed,
        p.SubscribeParams,
        example={"since": {"epoch": "7f3c09d1a2b4e586", "sequence": 184}},
    ),
    Method(
        "vendor.call",
        "Call any method that the vendor documents, with the arguments of its documentation.",
        read.vendor_call,
        p.VendorParams,
        Any,
        _ACTING,
        "vendor",
        {"method": "AgentInfo", "params": {"accountcode": "default", "user": "1001"}},
    ),
    Method(
        "desk.raise",
        "Show the strip. With `profile` or `config`: refused when the desk runs with another one.",
        read.raise_strip,
        p.RaiseParams,
        read.Raised,
        (UsageError,),
        "desk",
    ),
    _reads(
        "desk.check", "Can calls reach the agent? One item a line.", read.check, list[CheckItem]
    ),
    _reads("rpc.discover", "This description, as OpenRPC.", _discover, OpenRpc),
)

_AGENT_ARGUMENTS: Final = ("accountcode", "username")

_IVCLIENT: Final = (
    _ivclient(
        "StartTray",
        "Start or raise the desk, and begin this client's event queue.",
        iv.start_tray,
        p.IvClientParams,
        [],
    ),
    _ivclient(
        "AgentLogin",
        "Log an agent in and receive that agent's events.",
        iv.method(iv.log_in, needs=(*_AGENT_ARGUMENTS, "interface"), subscribes=True),
        p.IvLogInParams,
        ["default", "default_1001", "SIP/default_0001"],
    ),
    _ivclient(
        "AgentLogoff",
        "Log an agent out.",
        iv.method(iv.log_off, needs=_AGENT_ARGUMENTS),
        p.IvAgentParams,
        ["default", "default_1001"],
    ),
    _ivclient(
        "AgentPause",
        "Pause an agent; the reason is the pause's number.",
        iv.method(iv.pause, needs=(*_AGENT_ARGUMENTS, "reason")),
        p.IvPauseParams,
        ["default", "default_1001", "1"],
    ),
    _ivclient(
        "AgentUnpause",
        "End an agent's pause.",
        iv.method(iv.unpause, needs=_AGENT_ARGUMENTS),
        p.IvAgentParams,
        ["default", "default_1001"],
    ),
    _ivclient(
        "BlindTransfer",
        "Transfer all calls that the agent has taken.",
        iv.method(iv.transfer, needs=(*_AGENT_ARGUMENTS, "dest_ext")),
        p.IvTransferParams,
        ["default", "default_1001", "6100"],
    ),
    _ivclient(
        "NewCall",
        "Call a number for an agent; the last argument is your own number for the call.",
        iv.method(iv.new_call, needs=(*_AGENT_ARGUMENTS, "dest_ext")),
        p.IvNewCallParams,
        ["default", "default_1001", "6100", "9999"],
    ),
    _ivclient(
        "Hangup",
        "End the call with this uniqueid.",
        iv.method(iv.hang_up, needs=("accountcode", "uniqueid")),
        p.IvHangupParams,
        ["default", "1282781304.2.5"],
    ),
    _ivclient(
        "PollEvents",
        "A text with a JSON array of the vendor's raw events since the last call.",
        iv.poll_events,
        p.IvClientParams,
        [],
        str,
    ),
    _ivclient(
        "StopTray",
        "End this client's event queue. The desk stays.",
        iv.stop_tray,
        p.IvClientParams,
        [],
    ),
    _ivclient(
        "FollowAgent",
        "Receive an agent's events again after the desk was restarted, without logging them in. "
        "Not of the manual: the COM server asks for it.",
        iv.method(iv.follow, needs=_AGENT_ARGUMENTS),
        p.IvAgentParams,
        ["default", "default_1001"],
    ),
)

METHODS: Final[tuple[Method, ...]] = (*_SESSION, *_AGENT, *_CALL, *_REST, *_IVCLIENT)
