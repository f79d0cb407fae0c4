"""What the records that InstantVoice answers hold, for type checkers.

Written by scripts/make_stubs.py from the declarations. A member that a transport does not carry is
missing there."""

from typing import TypedDict

AgentInfoRecord = TypedDict(
    "AgentInfoRecord",
    {
        "accountcode": str,
        "name": str,
        "user": str,
        "pass": str,
        "id": int,
        "extension": str,
        "reasons_reason": str,
        "interface": str,
        "agentstatus": str,
        "agentstatusts": int,
        "logints": int,
        "disabled": int,
    },
    total=False,
)


class AgentLineListRecord(TypedDict, total=False):
    linenumber: int
    inbound: int
    outbound: int
    linestatus: str
    linestatusts: int
    id: int
    queues_id: int
    uniqueid: str


class AgentQueueListRecord(TypedDict, total=False):
    name: int
    priority: int


class AgentQueueMembersRecord(TypedDict, total=False):
    priority: str
    user: str


class QueueInfoRecord(TypedDict, total=False):
    accountcode: str
    name: str
    description: str
    joinempty: str
    requiresendinfo: str
    sl_answeredbefore_1: int
    sl_answeredbefore_2: int
    sl_answeredbefore_3: int
    timeout: int
    dialtimeout: int
    maxlen: int
    wrapuptime: int
    quarantinetime: int
    announce: str
    musiconhold: str
    id: int
    timestamp: int
    len: int
    maxwait: int
    max_recordings: int
    leavewhenempty: str
    conditionalmon: str
    monitorfilename: str
    monitor_format: str
    agents_total: int
    agents_loggedin: int
    agents_loggedoff: int
    agents_idle: int
    agents_oncall: int
    agents_paused: int
    agents_pending_pause: int
    agents_pending_logoff: int
    agents_logoff_pause: int
    agents_unavailable_wrapup: int
    agents_unavailable_quarantine: int
    sl_w1_a1: int | None
    sl_w1_a2: int | None
    sl_w1_a3: int | None
    sl_w2_a1: int | None
    sl_w2_a2: int | None
    sl_w2_a3: int | None
    sl_w3_a1: int | None
    sl_w3_a2: int | None
    sl_w3_a3: int | None


SipUserInfoRecord = TypedDict(
    "SipUserInfoRecord",
    {
        "accountcode": str,
        "name": str,
        "username": str,
        "type": str,
        "host": str,
        "language": str,
        "callerid": str | None,
        "call-limit": int,
        "ignoreregexpire": str,
        "qualify": int,
        "port": int,
        "regseconds": int,
        "rtpholdtimeout": int,
        "fullcontact": str,
        "amaflags": str,
        "sendrpid": str,
        "useclientcode": str,
        "callgroup": str,
        "progressinband": str,
        "musiconhold": str,
        "ipaddr": str,
        "fromdomain": str,
        "md5secret": str,
        "secret": str,
        "nat": str,
        "setvar": str,
        "insecure": str,
        "disallow": str,
        "promiscredir": str,
        "defaultip": str,
        "subscribecontext": str,
        "mailbox": str,
        "deny": str,
        "dtmfmode": str,
        "pickupgroup": str,
        "rpid": str,
        "canreinvite": str,
        "allow": str,
        "permit": str,
        "fromuser": str,
        "regexten": str,
        "trustrpid": str,
        "id": int,
        "rtptimeout": int,
        "context": str,
        "route": str,
    },
    total=False,
)
