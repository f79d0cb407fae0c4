"""Anything that may reach a session, in any order: hypothesis strategies from small pools.

The pools are small on purpose, so that ids meet: repeated, overtaken, unknown and foreign ones.
"""

from __future__ import annotations

from hypothesis import strategies as st
from msgspec import UNSET

from cti_desk.core import commands
from cti_desk.core.capabilities import OFFERED, CapabilityTable, not_offered
from cti_desk.core.errors import (
    NoLink,
    NotOffered,
    OutcomeUnknown,
    RefusedByVendor,
    UnknownToVendor,
)
from cti_desk.core.events import EventType
from cti_desk.core.model import (
    AgentState,
    Call,
    ConnectionState,
    Direction,
    LinkState,
    Pending,
    Queue,
    QueueRef,
    Reason,
    Remote,
)
from cti_desk.core.reports import (
    Accepted,
    AgentChanged,
    AgentChosen,
    CallChanged,
    CapabilitiesChanged,
    Identified,
    LinkChanged,
    Noticed,
    QueueReported,
    StateRead,
    Tick,
    VendorEvent,
)
from tests.support.play import OTHER, OWN

call_ids = st.sampled_from(["c1", "c2", "c3", "c4", "c5"])
numbers = st.sampled_from([None, "", "6100", "2198765456"])
agents = st.sampled_from([None, OWN, OTHER])
reasons = st.sampled_from([None, Reason("1"), Reason("2", "Lunch"), Reason(None, "Lunch")])
texts = st.sampled_from([None, "a sentence"])
states = st.sampled_from(AgentState)

remotes = st.builds(
    Remote,
    number=numbers,
    name=st.sampled_from([None, "Maria"]),
    withheld=st.booleans(),
)

calls = st.builds(
    Call,
    id=call_ids,
    parent=st.sampled_from([None, "w1"]),
    direction=st.sampled_from([None, *Direction]),
    local_state=st.sampled_from(ConnectionState),
    remote_state=st.sampled_from([None, *ConnectionState]),
    remote=remotes,
    queue=st.sampled_from([None, QueueRef("7012")]),
    since=st.sampled_from([0.0, 900.0]),
    id_source=st.sampled_from(["vendor", "derived"]),
    raw=st.sampled_from([{}, {"type": "NEWCALL"}]),
)

CALL_EVENTS = [
    EventType.SERVICE_INITIATED,
    EventType.ORIGINATED,
    EventType.DELIVERED,
    EventType.ESTABLISHED,
    EventType.HELD,
    EventType.RETRIEVED,
    EventType.QUEUED,
    EventType.DIVERTED,
    EventType.TRANSFERRED,
    EventType.FAILED,
    EventType.CONNECTION_CLEARED,
    EventType.CALL_INFORMATION,
]

call_changes = st.builds(
    CallChanged,
    event=st.sampled_from(CALL_EVENTS),
    call=calls,
    cause=st.sampled_from([None, "BYCALLER"]),
    agent_id=agents,
)

agent_changes = st.builds(
    AgentChanged,
    agent_id=agents,
    state=st.one_of(st.just(UNSET), states),
    reason=st.one_of(st.just(UNSET), reasons),
    device=st.sampled_from([UNSET, None, "SIP/1"]),
    pending=st.one_of(st.just(UNSET), st.none(), st.builds(Pending, states, reasons)),
    note=st.one_of(st.just(UNSET), texts),
    since=st.sampled_from([UNSET, 0.0, 950.0]),
    changed_by=st.sampled_from([UNSET, "agent", "server"]),
)

queues = st.builds(
    Queue, id=st.sampled_from(["7012", "7013"]), member=st.sampled_from([None, False, True])
)

readings = st.builds(
    StateRead,
    agent=st.one_of(st.none(), agent_changes),
    calls=st.one_of(st.none(), st.lists(calls, max_size=4).map(tuple)),
    queues=st.one_of(st.none(), st.lists(queues, max_size=3).map(tuple)),
    resynchronised=st.booleans(),
)

link_changes = st.builds(
    LinkChanged, st.sampled_from(LinkState), texts, st.sampled_from([None, 1_050.0])
)

tables = st.builds(
    CapabilityTable,
    vendor=st.sampled_from(["", "fake"]),
    commands=st.dictionaries(
        st.sampled_from(commands.NAMES), st.sampled_from([OFFERED, not_offered("No.")])
    ),
    pause_reason=st.sampled_from(["required", "optional", "none"]),
    default_reason=st.sampled_from([None, "1"]),
    reasons=st.sampled_from([(), (Reason("1", "Break"), Reason("2", "Lunch"))]),
    transfers_all=st.booleans(),
)

identifications = st.builds(
    Identified,
    call_id=call_ids,
    display=texts,
    name=st.sampled_from([None, "Of the contacts"]),
    guess=st.booleans(),
    number=numbers,
)

reports = st.one_of(
    call_changes,
    agent_changes,
    readings,
    link_changes,
    identifications,
    st.builds(CapabilitiesChanged, tables),
    st.builds(AgentChosen, st.sampled_from([OWN, OTHER]), st.sampled_from([None, "SIP/1"])),
    st.builds(QueueReported, queues, st.sampled_from([EventType.QUEUE_CHANGED])),
    st.builds(Noticed, st.just("a sentence")),
    st.builds(VendorEvent, agents, st.just({"type": "NEWCALL"})),
    st.just(Tick()),
)

named_calls = st.one_of(st.none(), call_ids)

CALL_COMMANDS = [
    commands.AnswerCall,
    commands.ClearCall,
    commands.HoldCall,
    commands.RetrieveCall,
    commands.TransferCall,
    commands.ReconnectCall,
    commands.PickupCall,
]

any_command = st.one_of(
    st.builds(commands.LogIn, st.sampled_from([None, "SIP/1"])),
    st.builds(commands.SetNotReady, st.sampled_from([None, "1", "lunch", "9"])),
    st.sampled_from([commands.LogOut(), commands.SetReady(), commands.EndWrapUp()]),
    st.sampled_from([commands.MakeCall("6100"), commands.DialColleague(OTHER)]),
    st.sampled_from(CALL_COMMANDS).flatmap(lambda kind: st.builds(kind, named_calls)),
    st.builds(commands.SingleStepTransfer, named_calls, number=st.just("6100"), all=st.booleans()),
    st.builds(commands.ConsultationCall, named_calls, number=st.just("6100")),
    st.builds(commands.GenerateDigits, named_calls, digits=st.just("1")),
    st.sampled_from([commands.JoinQueue("7012"), commands.LeaveQueue("7012")]),
    st.sampled_from([commands.SetDoNotDisturb(on=True), commands.SetForwarding("always")]),
)

outcomes = st.one_of(
    st.builds(Accepted, code=st.sampled_from([None, 0, 4]), confirmed=st.booleans()),
    st.builds(
        lambda kind, code: kind("No.", code=code),
        st.sampled_from([RefusedByVendor, UnknownToVendor, OutcomeUnknown, NoLink, NotOffered]),
        st.sampled_from([None, 0, 4]),
    ),
)
