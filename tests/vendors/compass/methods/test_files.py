"""Files to download: where they are, and what is in them."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.core.errors import UsageError
from cti_desk.vendors.compass.methods.files import DOWNLOADS

CDR, EVENTS = DOWNLOADS
ORIGIN = "https://rest.example.com"


@pytest.mark.parametrize("company", ["15", f"{ORIGIN}/company/15"])
def test_call_records_are_a_file_a_day(company: str) -> None:
    arguments = CDR.method.check({"company": company, "which": "queue", "day": "2026-11-22"})
    assert CDR.target(arguments, ORIGIN) == "/cdr/15/2026-11-22/queue.csv"


@pytest.mark.parametrize(
    ("times", "query"),
    [({}, ""), ({"startTime": 7}, "?startTime=7"), ({"startTime": 7, "endTime": 9}, None)],
)
def test_the_event_log_has_times(times: dict[str, Any], query: str | None) -> None:
    arguments = EVENTS.method.check({"company": "15", "which": "calls", **times})
    wanted = "?startTime=7&endTime=9" if query is None else query
    assert EVENTS.target(arguments, ORIGIN) == f"/events/15/calls{wanted}"


@pytest.mark.parametrize("day", ["22-11-2026", "today", "../../x"])
def test_a_day_is_a_date(day: str) -> None:
    with pytest.raises(UsageError, match="2026-11-22"):
        CDR.target({"company": "15", "which": "user", "day": day}, ORIGIN)


def test_only_documented_files_are_asked_for() -> None:
    with pytest.raises(UsageError, match="company, queue, user"):
        CDR.method.check({"company": "15", "which": "all", "day": "2026-11-22"})
    assert [len(columns) for columns in CDR.columns.values()] == [11, 10, 10]
    assert [len(columns) for columns in EVENTS.columns.values()] == [19, 18]
