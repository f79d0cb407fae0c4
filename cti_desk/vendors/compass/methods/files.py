"""Files on the platform's download host: call detail records and the event log, as CSV."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode

from msgspec import Struct

from cti_desk.core.errors import UsageError
from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Member, Method
from cti_desk.switch_kit.http.origins import Origin
from cti_desk.vendors.compass.methods.arguments import texts
from cti_desk.vendors.compass.methods.references import object_id

COMPANY: Final = Argument("company", "The company: its id, or its URL.", mandatory=True)


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


CDR_COLUMNS: Final = {
    "company": _names(
        "call_id start_time answer_time end_time timezone from_type from_id from_number from_name "
        "to_number end_reason"
    ),
    "queue": _names(
        "call_id start_time timezone wait_duration agent_duration queue_id queue_name agent_id "
        "agent_name from_number"
    ),
    "user": _names(
        "call_id parent_id start_time answer_time end_time timezone identity_id identity_name "
        "direction number"
    ),
}
EVENT_COLUMNS: Final = {
    "calls": _names(
        "id company_id call_id parent_id step timestamp caller_type caller_id caller_number "
        "caller_desc caller_state callee_type callee_id callee_number callee_desc callee_state "
        "state end_reason queue_exit"
    ),
    "users": _names(
        "id timestamp company_id company_name event_type event_data user_id user_name "
        "user_fullname identity_id identity_name target_type target_id target_name receive_calls "
        "display_status call_id end_time"
    ),
}


class Download(Struct, frozen=True):
    """One kind of file. ``columns`` are those of each ``which``, as the vendor documents them."""

    method: Method
    path: str
    columns: Mapping[str, tuple[str, ...]]
    query: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.method.name

    def target(self, arguments: Mapping[str, Any], origin: Origin) -> str:
        """Path and query of a file; ``origin`` is the REST host's, for a company by URL."""
        parts = {
            "company": quote(object_id(str(arguments["company"]), origin), safe=""),
            "which": arguments["which"],
            "day": _day(str(arguments["day"])) if "day" in arguments else "",
        }
        query = urlencode({name: arguments[name] for name in self.query if name in arguments})
        path = self.path.format_map(parts)
        return f"{path}?{query}" if query else path


def _day(text: str) -> str:
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise UsageError(f"day must be written as 2026-11-22, not “{text[:20]}”.") from error


def _members(columns: Mapping[str, tuple[str, ...]]) -> tuple[Member, ...]:
    """Every column of any of the files, once."""
    return texts(*dict.fromkeys(name for names in columns.values() for name in names))


def _which(columns: Mapping[str, tuple[str, ...]]) -> Argument:
    return Argument(
        "which", "Which of the files.", kind="choice", choices=tuple(columns), mandatory=True
    )


def _time(name: str, help: str) -> Argument:
    return Argument(name, f"{help}, in Unix seconds.", kind="integer", minimum=0)


DOWNLOADS: Final = (
    Download(
        Method(
            "files.cdr",
            (COMPANY, _which(CDR_COLUMNS), Argument("day", "One day, 2026-11-22.", mandatory=True)),
            section="Call detail records",
            reply="records",
            acting=False,
            help="The calls of one day. Times are local, with a time zone's offset beside them.",
            members=_members(CDR_COLUMNS),
        ),
        "/cdr/{company}/{day}/{which}.csv",
        CDR_COLUMNS,
    ),
    Download(
        Method(
            "files.events",
            (
                COMPANY,
                _which(EVENT_COLUMNS),
                _time("startTime", "From this time on"),
                _time("endTime", "Until this time"),
            ),
            section="Event log",
            reply="records",
            acting=False,
            help="What happened to calls or users; in no order, and not in real time.",
            members=_members(EVENT_COLUMNS),
        ),
        "/events/{company}/{which}",
        EVENT_COLUMNS,
        ("startTime", "endTime"),
    ),
)
