"""Compass's XML for tests: anything that could come, everything we may build, and the wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from xml.etree.ElementTree import Comment, Element, fromstring, tostring

from hypothesis import strategies as st

from cti_desk.vendors.compass.messages import callpoints as cp
from cti_desk.vendors.compass.messages import notifications as n
from cti_desk.vendors.compass.messages.calls import Call
from cti_desk.vendors.compass.messages.elements import COMPASS, XSI, Unreadable
from cti_desk.vendors.compass.messages.members import QueueMember
from cti_desk.vendors.compass.messages.queues import STATISTICS, Queue
from cti_desk.vendors.compass.messages.status import WrapUp
from cti_desk.vendors.compass.messages.users import User

T = TypeVar("T")


def xml(text: str) -> Element:
    """An element written without its namespace declarations, as people write it."""
    head, sep, rest = text.strip().partition(">")
    bare = head.removesuffix("/")
    declared = f'{bare} xmlns="{COMPASS}" xmlns:xsi="{XSI}"{"/" if bare != head else ""}'
    return fromstring(declared + sep + rest)


def over_the_wire(element: Element) -> Element:
    """The element as the other side reads it."""
    return fromstring(tostring(element, encoding="unicode"))


def shape(element: Element) -> Any:
    """What an element says, without prefixes, layout or the order of its children."""
    inner = sorted((shape(child) for child in element), key=repr)
    return element.tag, sorted(element.attrib.items()), (element.text or "").strip(), inner


def tried(parse: Callable[[Element], T], element: Element) -> T | None:
    """What is read, or ``None`` where the declared error is raised; any other one fails."""
    try:
        return parse(element)
    except Unreadable:
        return None


# -- anything

_WORDS = """
user queue call id name identifiers lisaId queueEntries userEntries entry queueId userId priority
pausedSince callIds source destination callpoint state properties timeCreated timeEnded number
exten userName member queueCall callId endReason updateType propertyChange oldValue newValue
wrapupState endTime receiveCalls displayStatus event items item notification subscription subscribe
pubsub options x field value result filter loggedIn extensions QueueCallForCall
"""
_NAMES = st.sampled_from(_WORDS.split())
_TEXTS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(["-1", "0", "true", "1337295600000", "9" * 5000, "RINGING", " 7 ", "٣"]),
)
_ATTRIBUTES = st.dictionaries(
    st.sampled_from(["id", "type", "timestamp", "node", "jid", "history", f"{{{XSI}}}type"]),
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(
            ["notification." + word for word in ("call.start", "queueMember.update", "user.status")]
            + ["User", "External", "c:callpointUser", "callEndNotification", "GET"]
        ),
    ),
)


def _element(
    name: str, uri: str, text: str | None, attributes: dict[str, str], inner: list[Element]
) -> Element:
    element = Element(f"{{{uri}}}{name}" if uri else name, attributes)
    element.text = text
    element.extend(inner)
    return element


def _leaf(name: str, uri: str, text: str | None, attributes: dict[str, str]) -> Element:
    return _element(name, uri, text, attributes, [])


_URIS = st.sampled_from(["", COMPASS, "urn:other"])

TREES = st.recursive(
    st.one_of(
        st.builds(_leaf, _NAMES, _URIS, _TEXTS, _ATTRIBUTES),
        st.builds(Comment, st.text(max_size=5)),
    ),
    lambda inner: st.builds(
        _element, _NAMES, _URIS, _TEXTS, _ATTRIBUTES, st.lists(inner, max_size=5)
    ),
    max_leaves=25,
)
"""Element trees of the right words in any order and place, and wrong ones."""

# -- everything we may build

WORDS = st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), max_size=12).map(
    str.strip
)
IDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)
SECONDS = st.none() | st.integers(0, 4_000_000_000).map(float)
STATES = st.sampled_from(["CONNECTING", "RINGING", "ANSWERED", "INACTIVE", "DISCONNECTED", ""])
PROPERTIES = st.dictionaries(st.sampled_from(["QueueCallForCall", "Other", "a-b"]), WORDS)
OPTIONAL = st.none() | WORDS

MEMBERS = st.builds(
    QueueMember, IDS, IDS, st.none() | st.integers(-9, 99), st.none() | st.integers(1, 10**13)
)
WRAP_UPS = st.builds(WrapUp, WORDS, SECONDS)
RECEIVES = st.sampled_from([None, "ALL", "ONLY_DIRECT", "NONE", "SOMETHING_NEW"])
USERS = st.builds(
    User,
    IDS,
    WORDS,
    st.none() | st.booleans(),
    lisa_id=OPTIONAL,
    xmpp_jid=OPTIONAL,
    compass_id=OPTIONAL,
    queue_entries=st.lists(MEMBERS, max_size=3).map(tuple),
    contact=OPTIONAL,
    shortname=OPTIONAL,
    language=OPTIONAL,
    extensions=st.lists(st.from_regex(r"[0-9]{1,4}", fullmatch=True), max_size=3).map(tuple),
    location=OPTIONAL,
    address=OPTIONAL,
    receive_calls=RECEIVES,
    display_status=OPTIONAL,
    wrap_up=st.none() | WRAP_UPS,
)
QUEUES = st.builds(
    Queue,
    IDS,
    WORDS,
    st.lists(MEMBERS, max_size=3).map(tuple),
    st.lists(IDS, max_size=3).map(tuple),
    OPTIONAL,
    st.dictionaries(st.sampled_from(STATISTICS), st.integers(0, 9999)),
)
_TIMES = {"time_created": SECONDS, "time_started": SECONDS, "time_ended": SECONDS}


def _points(kind: type[cp.Callpoint], *own: str) -> st.SearchStrategy[cp.Callpoint]:
    values: dict[str, Any] = dict.fromkeys(own, OPTIONAL)
    return st.builds(kind, WORDS, STATES, **_TIMES, properties=PROPERTIES, **values)


CALLPOINTS = st.one_of(
    _points(cp.UserPoint, "user_id", "user_name", "identity_id"),
    _points(cp.QueuePoint, "queue_id", "queue_name"),
    _points(cp.DialplanPoint, "exten", "digits", "description"),
    _points(cp.ExternalPoint, "number", "name"),
    _points(cp.ResourcePoint, "resource_type", "resource_id", "name"),
    _points(cp.ListenInPoint, "listened_to_call_id"),
    st.builds(
        cp.UnknownPoint,
        WORDS,
        STATES,
        **_TIMES,
        properties=PROPERTIES,
        kind=st.sampled_from(["Unknown", "Fax"]),
        raw=st.dictionaries(st.sampled_from(["pages", "sheet"]), WORDS),
    ),
)
CALLS = st.builds(Call, IDS, CALLPOINTS, CALLPOINTS, STATES, PROPERTIES)
_CHANGES = st.lists(st.builds(n.PropertyChange, IDS, OPTIONAL, OPTIONAL), max_size=3).map(tuple)


def _told(which: type[n.Notification], /, **values: Any) -> st.SearchStrategy[n.Notification]:
    return st.builds(which, timestamp=SECONDS, **values)


NOTIFICATIONS: dict[type[n.Notification], st.SearchStrategy[n.Notification]] = {
    n.CallStart: _told(n.CallStart, call=CALLS),
    n.CallUpdate: _told(n.CallUpdate, call=CALLS, update_type=st.sampled_from(["BOTH", "STATE"])),
    n.CallEnd: _told(n.CallEnd, call_id=IDS, end_reason=st.sampled_from(["REPLACE", ""])),
    n.CallStepResult: _told(
        n.CallStepResult,
        call_id=IDS,
        result=WORDS,
        side=st.sampled_from(["SOURCE", "DESTINATION"]),
        callpoint=st.none() | CALLPOINTS,
    ),
    n.CallQueueExit: _told(n.CallQueueExit, call_id=IDS, queue_exit=WORDS),
    n.UserCreate: _told(n.UserCreate, user_id=IDS, user=st.none() | USERS),
    n.UserUpdate: _told(n.UserUpdate, user_id=IDS, changes=_CHANGES),
    n.UserDestroy: _told(n.UserDestroy, user_id=IDS),
    n.UserStatus: _told(
        n.UserStatus,
        user_id=IDS,
        receive_calls=RECEIVES,
        display_status=OPTIONAL,
        wrap_up=st.none() | WRAP_UPS,
    ),
    n.QueueCreate: _told(n.QueueCreate, queue=QUEUES),
    n.QueueUpdate: _told(n.QueueUpdate, queue_id=IDS, changes=_CHANGES),
    n.QueueDestroy: _told(n.QueueDestroy, queue_id=IDS),
    n.QueueCallEnter: _told(n.QueueCallEnter, queue_id=IDS, call_id=IDS),
    n.QueueCallLeave: _told(n.QueueCallLeave, queue_id=IDS, call_id=IDS),
    n.MemberEnter: _told(n.MemberEnter, member=MEMBERS),
    n.MemberLeave: _told(n.MemberLeave, member=MEMBERS),
    n.MemberUpdate: _told(n.MemberUpdate, member=MEMBERS, changes=_CHANGES),
    n.UnknownNotification: _told(
        n.UnknownNotification,
        kind=st.sampled_from(["user.fax", "somethingNew"]),
        raw=st.dictionaries(st.sampled_from(["a", "b"]), WORDS),
    ),
}
