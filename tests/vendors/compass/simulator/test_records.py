from typing import Any

from cti_desk.vendors.compass.methods.files import CDR_COLUMNS, EVENT_COLUMNS
from cti_desk.vendors.compass.simulator.records import Records
from tests.support.compass_sim import ANNA, BRAM, START, Company


class Recorded(Company):
    def __init__(self) -> None:
        super().__init__()
        self.records = Records(self.platform)
        self.chronicle.recorded = self.records.record

    def rows(self, kind: str, which: str) -> list[dict[str, Any]]:
        return [row for _, row in getattr(self.records, kind)[which]]


def served() -> Recorded:
    """A queue call, answered after 5 s by Anna, ended after 60 more by the caller."""
    company = Recorded()
    company.platform.log_in(ANNA, "7012", 1, False)
    call = company.ring("7012")
    company.advance(5)
    company.exchange.calls.answer(call.id)
    company.advance(60)
    company.exchange.calls.hang_up(call.id, "caller")
    return company


def test_a_call_has_its_detail_record() -> None:
    (row,) = served().rows("cdr", "company")
    assert row["start_time"] == "2017-04-20 16:29:14"
    assert row["answer_time"] == "2017-04-20 16:29:19"
    assert (row["from_type"], row["from_number"]) == ("external", "31614241111")
    assert (row["to_number"], row["end_reason"]) == ("31201234567", "caller")


def test_a_queue_call_tells_how_long_was_waited_and_spoken() -> None:
    (row,) = served().rows("cdr", "queue")
    assert (row["wait_duration"], row["agent_duration"]) == (5, 60)
    assert (row["queue_name"], row["agent_id"]) == ("Support", ANNA)


def test_each_user_has_their_own_record() -> None:
    company = Recorded()
    call = company.exchange.calls.dial(ANNA, "1002")
    company.exchange.calls.answer(call.id)
    company.exchange.calls.hang_up(call.id, "callee")
    rows = company.rows("cdr", "user")
    assert [(row["identity_id"], row["direction"]) for row in rows] == [
        ("7301", "outgoing"),
        ("7302", "incoming"),
    ]


def test_every_step_of_a_call_is_an_event() -> None:
    company = served()
    rows = company.rows("events", "calls")
    waiting = [row for row in rows if not row["parent_id"]]
    assert [row["step"] for row in waiting] == list(range(len(waiting)))
    assert waiting[-1]["state"] == "down"
    assert waiting[-1]["end_reason"] == "caller"
    attempt = next(row for row in rows if row["parent_id"])
    assert (attempt["caller_type"], attempt["callee_type"]) == ("queue", "identity")
    assert [row["id"] for row in rows] == list(range(1, len(rows) + 1))


def test_a_queue_exit_is_in_the_event_log() -> None:
    company = Recorded()
    company.exchange.world.queues["7012"].timeout = 5
    company.ring("7012")
    company.advance(5)
    assert company.rows("events", "calls")[-1]["queue_exit"] == "max_waittime"
    (row,) = company.rows("cdr", "queue")
    assert (row["agent_id"], row["agent_duration"]) == ("", "")


def test_what_users_do_is_an_event() -> None:
    company = Recorded()
    company.platform.log_in(BRAM, "7012", 1, False)
    company.platform.set_status(BRAM, "ONLY_DIRECT", "Lunch")
    company.platform.log_out(BRAM, "7012")
    company.exchange.agents.log_out(BRAM)
    rows = company.rows("events", "users")
    assert [(row["event_type"], row.get("target_type")) for row in rows] == [
        ("login", "queue"),
        ("status", None),
        ("remove", "queue"),
        ("logoff", "phone"),
        ("status", None),
    ]
    assert (rows[1]["receive_calls"], rows[1]["display_status"]) == ("only_direct", "Lunch")
    assert rows[0]["timestamp"] == START


def test_rows_fill_documented_columns_only() -> None:
    company = served()
    company.platform.set_status(ANNA, "NONE", "Away")
    for kind, columns in (("cdr", CDR_COLUMNS), ("events", EVENT_COLUMNS)):
        for which, names in columns.items():
            for row in company.rows(kind, which):
                assert set(row) - {"id"} <= set(names)
