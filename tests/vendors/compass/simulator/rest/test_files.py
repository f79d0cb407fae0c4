import pytest

from cti_desk.vendors.compass.client.csv_rows import rows
from cti_desk.vendors.compass.simulator.records import Records
from cti_desk.vendors.compass.simulator.rest.asked import RestError
from cti_desk.vendors.compass.simulator.rest.files import download, is_file
from tests.support.compass_sim import ANNA, START, Company


class Filed(Company):
    def __init__(self) -> None:
        super().__init__()
        self.records = Records(self.platform)
        self.chronicle.recorded = self.records.record
        call = self.ring(ANNA)
        self.exchange.calls.answer(call.id)
        self.advance(10)
        self.exchange.calls.hang_up(call.id, "callee")

    def get(self, path: str, **query: str) -> list[dict[str, str]]:
        account = self.platform.account(ANNA)
        text = download(self.platform, self.records, account, path, query)
        return list(rows(text.splitlines(keepends=True)))


def test_one_day_of_call_details() -> None:
    company = Filed()
    (row,) = company.get("/cdr/15/2017-04-20/company.csv")
    assert (row["end_reason"], row["timezone"]) == ("callee", "+00:00")
    assert company.get("/cdr/15/2017-04-21/company.csv") == []
    assert company.get("/cdr/15/2017-04-20/user.csv")[0]["direction"] == "incoming"


def test_a_stretch_of_the_event_log() -> None:
    company = Filed()
    until = str(int(START) + 5)
    early = company.get("/events/15/calls", startTime="0", endTime=until)
    all_of_it = company.get("/events/15/calls", startTime="0", endTime="9999999999")
    assert 0 < len(early) < len(all_of_it)
    assert company.get("/events/15/users", startTime="0", endTime=until) == []


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/cdr/16/2017-04-20/company.csv", {}, 404),
        ("/cdr/15/2017-04-20/other.csv", {}, 404),
        ("/cdr/15/yesterday/user.csv", {}, 400),
        ("/events/15/calls", {}, 400),
        ("/events/15/calls", {"startTime": "x", "endTime": "1"}, 400),
        ("/events/15/calls", {"startTime": "²", "endTime": "1"}, 400),
    ],
)
def test_other_files_are_refused(path: str, query: dict[str, str], status: int) -> None:
    with pytest.raises(RestError) as caught:
        Filed().get(path, **query)
    assert caught.value.status == status
    assert is_file(path)


def test_the_company_must_be_readable() -> None:
    company = Filed()
    company.platform.account(ANNA).rights.clear()
    with pytest.raises(RestError) as caught:
        company.get("/cdr/15/2017-04-20/user.csv")
    assert caught.value.status == 403
