"""What the strip asks for: numbers by the dial rules, names by the contacts, failures told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cti_desk.contacts.csv_contacts import CsvContacts
from cti_desk.core.commands import ConsultationCall, LogIn, MakeCall, SingleStepTransfer
from cti_desk.core.dialing import DialRules, dialled
from cti_desk.core.errors import CtiError, RefusedByVendor
from cti_desk.core.events import Event
from cti_desk.core.model import Call
from cti_desk.core.moment import Moment
from cti_desk.desk.queue_lookers import QueueLookers
from cti_desk.desk.session_runner import SessionRunner
from cti_desk.desk.strip_actions import StripActions
from cti_desk.settings.countries import dial_rules
from scripts.form_situations import SettingsForm
from tests.support.fake_switch import FakeSwitch, HandClock, running
from tests.support.waiting import until

PEOPLE = "name,number\nMaria Souza,+55 21 9876-5456\nMario Reis,6105\nAna,6101\nAna Lima,6102\n"


class Failures:
    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    def failure(self, command_name: str, error: CtiError, call_id: str | None) -> None:
        self.told.append((command_name, str(error)))


class Pages:
    available = True

    def __init__(self) -> None:
        self.clicks: list[Call] = []

    def clicked(self, call: Call) -> None:
        self.clicks.append(call)


class Rows:
    problem: str | None = None

    def record(self, event: Event, at: Moment) -> None:
        raise AssertionError("the strip records nothing")

    def last_with(self, number: str, but_not: str | None = None) -> dict[str, Any]:
        return {"number": number, "but_not": but_not}

    def remembered(self, root: str) -> None:
        return None

    def list(self, limit: int = 100, before: float | None = None) -> list[dict[str, Any]]:
        return []


class It:
    def __init__(self, tmp_path: Path, outcome: Exception | None = None) -> None:
        file = tmp_path / "people.csv"
        file.write_text(PEOPLE)
        self.contacts = CsvContacts(file, dial_rules("BR", None, None, "", 5))
        self.runner: SessionRunner
        self.switch: FakeSwitch
        self.runner, self.switch, _ = running(outcome)
        self.pages, self.quits, self.failures = Pages(), list[str](), Failures()
        self.actions = StripActions(
            self.runner,
            self.contacts,
            Rows(),
            self.pages,  # type: ignore[arg-type]
            lambda number: dialled(number, DialRules("55", "00", "0", "", 5)),
            tmp_path / "log",
            SettingsForm,
            QueueLookers(self.runner, HandClock()),
            self.quits.append,
            self.failures.failure,
        )

    async def performed(self) -> Any:
        await until(lambda: self.switch.performed)
        return self.switch.performed[-1]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("6100", "6100"),
        ("+55 21 9876-5456", "02198765456"),
        ("maria souza", "02198765456"),
        ("ana", "6101"),
        ("mario", "6105"),
    ],
)
async def test_dials_numbers_and_names(tmp_path: Path, typed: str, number: str) -> None:
    it = It(tmp_path)
    await until(lambda: it.actions.suggest("maria"))
    assert it.actions.preview_dial(typed) == number
    it.actions.dial(typed)
    assert await it.performed() == MakeCall(number)
    await it.runner.close()


async def test_what_cannot_be_dialled_is_a_failure_beside_the_field(tmp_path: Path) -> None:
    it = It(tmp_path)
    assert it.actions.preview_dial("nobody") == ""
    assert "more than one number" in it.actions.dial_problem("6100, 6101")
    assert it.actions.dial_problem("6100") == ""
    it.actions.dial("nobody")
    assert it.failures.told[0][0] == "MakeCall"
    assert it.switch.performed == []
    await it.runner.close()


async def test_a_refused_command_is_told(tmp_path: Path) -> None:
    it = It(tmp_path, RefusedByVendor("Not known.", code=3))
    it.actions.submit(LogIn("SIP/1"))
    await until(lambda: it.failures.told)
    assert it.failures.told == [("LogIn", "Not known.")]
    await it.runner.close()


async def test_transfers_and_consults(tmp_path: Path) -> None:
    from cti_desk.core.events import EventType
    from cti_desk.core.model import ConnectionState, Direction
    from cti_desk.core.reports import CallChanged

    it = It(tmp_path)
    up = Call("c", None, Direction.INBOUND, ConnectionState.CONNECTED, ConnectionState.CONNECTED)
    it.switch.report(CallChanged(EventType.ESTABLISHED, up))
    it.actions.transfer("c", "6105", all=True)
    assert await it.performed() == SingleStepTransfer("c", number="6105", all=True)
    it.actions.consult("c", "6101")
    await until(lambda: len(it.switch.performed) == 2)
    assert it.switch.performed[1] == ConsultationCall("c", number="6101")
    it.actions.open_crm("c")
    it.actions.open_crm("gone")
    assert [call.id for call in it.pages.clicks] == ["c"]
    await it.runner.close()


async def test_asks_others_for_what_they_know(tmp_path: Path) -> None:
    it = It(tmp_path)
    assert it.actions.crm_available()
    assert it.actions.last_with("1", "7.0") == {"number": "1", "but_not": "7.0"}
    it.actions.quit("logout")
    assert it.quits == ["logout"]
    it.actions.open_log()
    assert it.failures.told[0][0] == "open_log"
    await it.runner.close()


async def test_each_settings_form_has_a_side_of_its_own(tmp_path: Path) -> None:
    it = It(tmp_path)
    assert isinstance(it.actions.settings_form(), SettingsForm)
    assert it.actions.settings_form() is not it.actions.settings_form()
    await it.runner.close()
