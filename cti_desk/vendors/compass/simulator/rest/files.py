"""The download host: one day of call detail records, or a stretch of the event log, as CSV."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Mapping
from typing import Final

from cti_desk.vendors.compass.methods.files import CDR_COLUMNS, EVENT_COLUMNS
from cti_desk.vendors.compass.simulator.platform import READ, Account, Platform
from cti_desk.vendors.compass.simulator.records import Records, Row
from cti_desk.vendors.compass.simulator.rest.asked import RestError

_CDR: Final = re.compile(r"/cdr/([^/]+)/([^/]+)/(company|user|queue)\.csv")
_EVENTS: Final = re.compile(r"/events/([^/]+)/(calls|users)")
_DAY_S: Final = 86_400


def is_file(path: str) -> bool:
    return path.startswith(("/cdr/", "/events/"))


def download(
    platform: Platform, records: Records, account: Account, path: str, query: Mapping[str, str]
) -> str:
    """The file's text; raises RestError."""
    cdr, events = _CDR.fullmatch(path), _EVENTS.fullmatch(path)
    found = cdr or events
    if found is None or found[1] != platform.company_id:
        raise RestError(404, "There is no such file.")
    if READ not in account.rights:
        raise RestError(403, "You may not read that company.")
    if cdr is not None:
        start = _day(cdr[2])
        rows, columns = records.cdr[cdr[3]], CDR_COLUMNS[cdr[3]]
        return _csv(columns, [row for at, row in rows if start <= at < start + _DAY_S])
    start, end = _time(query, "startTime"), _time(query, "endTime")
    rows, columns = records.events[found[2]], EVENT_COLUMNS[found[2]]
    return _csv(columns, [row for at, row in rows if start <= at <= end])


def _csv(columns: tuple[str, ...], rows: list[Row]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _day(text: str) -> float:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError as error:
        raise RestError(400, "The day must be YYYY-MM-DD.") from error
    return datetime.datetime.combine(day, datetime.time(), datetime.UTC).timestamp()


def _time(query: Mapping[str, str], name: str) -> float:
    text = query.get(name, "")
    if not re.fullmatch("[0-9]{1,12}", text):
        raise RestError(400, f"{name} must be a time in Unix seconds.")
    return float(text)
