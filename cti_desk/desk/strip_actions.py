"""What the strip, the pop and the tray ask for, carried out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cti_desk.contacts.csv_contacts import CsvContacts
from cti_desk.core.commands import (
    CallCommand,
    Command,
    ConsultationCall,
    MakeCall,
    SingleStepTransfer,
)
from cti_desk.core.errors import CtiError
from cti_desk.core.ports import Journal
from cti_desk.core.reports import Result
from cti_desk.desk.page_opener import PageOpener
from cti_desk.desk.queue_lookers import QueueLookers
from cti_desk.desk.session_runner import SessionRunner
from cti_desk.desktop.actions import QuitChoice
from cti_desk.system.opening import open_path

if TYPE_CHECKING:
    from cti_desk.desktop.settings.port import FormPort

SUGGESTIONS = 6


class StripActions:
    """Implements `cti_desk.desktop.actions.DeskActions`.

    ``fail(command_name, error, call_id)`` shows what did not happen.
    """

    def __init__(
        self,
        runner: SessionRunner,
        contacts: CsvContacts,
        journal: Journal,
        pages: PageOpener,
        dialled: Callable[[str], str],
        log_file: Path,
        make_form: Callable[[], FormPort],
        lookers: QueueLookers,
        quit_desk: Callable[[QuitChoice], None],
        fail: Callable[[str, CtiError, str | None], None],
    ) -> None:
        self._runner = runner
        self._contacts = contacts
        self._journal = journal
        self._pages = pages
        self._dialled = dialled
        self._log_file = log_file
        self._make_form = make_form
        self._lookers = lookers
        self._quit_desk = quit_desk
        self._fail = fail

    def submit(self, command: Command) -> None:
        def done(result: Result) -> None:
            if isinstance(result, CtiError):
                call_id = command.call_id if isinstance(command, CallCommand) else None
                self._fail(command.name, result, call_id)

        self._runner.submit(command, done)

    def dial(self, text: str) -> None:
        self._with_number(text, MakeCall.__name__, MakeCall)

    def transfer(self, call_id: str, text: str, all: bool = False) -> None:
        self._with_number(
            text,
            SingleStepTransfer.__name__,
            lambda number: SingleStepTransfer(call_id, number=number, all=all),
        )

    def consult(self, call_id: str, text: str) -> None:
        self._with_number(
            text,
            ConsultationCall.__name__,
            lambda number: ConsultationCall(call_id, number=number),
        )

    def preview_dial(self, text: str) -> str:
        try:
            return self._dialled(self._number_of(text))
        except CtiError:
            return ""

    def dial_problem(self, text: str) -> str:
        try:
            self._dialled(self._number_of(text))
        except CtiError as error:
            return str(error)
        return ""

    def suggest(self, text: str) -> list[tuple[str, str]]:
        found = self._contacts.suggest(text, SUGGESTIONS)
        return [(contact.name, contact.number) for contact in found]

    def last_with(self, number: str, but_not: str | None = None) -> Mapping[str, Any] | None:
        return self._journal.last_with(number, but_not)

    def open_crm(self, call_id: str) -> None:
        call = self._runner.session.snapshot.call(call_id)
        if call is not None:
            self._pages.clicked(call)

    def crm_available(self) -> bool:
        return self._pages.available

    def open_log(self) -> None:
        try:
            open_path(self._log_file)
        except CtiError as error:
            self._fail("open_log", error, None)

    def settings_form(self) -> FormPort:
        return self._make_form()

    def look_at_queues(self, looks: bool) -> None:
        self._lookers.look("panel", looks)

    def quit(self, choice: QuitChoice) -> None:
        self._quit_desk(choice)

    def _with_number(self, text: str, command_name: str, make: Callable[[str], Command]) -> None:
        try:
            number = self._dialled(self._number_of(text))
        except CtiError as error:
            self._fail(command_name, error, None)
            return
        self.submit(make(number))

    def _number_of(self, text: str) -> str:
        """A name that only one contact has stands for its number."""
        if not any(character.isalpha() for character in text):
            return text
        found = self._contacts.suggest(text, 2)
        wanted = text.strip().casefold()
        exact = [contact.number for contact in found if contact.name.casefold() == wanted]
        if len(exact) == 1:
            return exact[0]
        return found[0].number if len(found) == 1 else text
