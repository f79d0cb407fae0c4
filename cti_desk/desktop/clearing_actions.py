"""Clears the message about the last action before the next one is carried out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from cti_desk.core.commands import Command
from cti_desk.desktop.actions import DeskActions, QuitChoice

if TYPE_CHECKING:
    from cti_desk.desktop.settings.port import FormPort


class ClearingActions:
    """`DeskActions` that calls ``clear`` before everything that acts, and passes it on."""

    def __init__(self, actions: DeskActions, clear: Callable[[], None]) -> None:
        self._actions = actions
        self._clear = clear

    def submit(self, command: Command) -> None:
        self._clear()
        self._actions.submit(command)

    def dial(self, text: str) -> None:
        self._clear()
        self._actions.dial(text)

    def transfer(self, call_id: str, text: str, all: bool = False) -> None:
        self._clear()
        self._actions.transfer(call_id, text, all)

    def consult(self, call_id: str, text: str) -> None:
        self._clear()
        self._actions.consult(call_id, text)

    def preview_dial(self, text: str) -> str:
        return self._actions.preview_dial(text)

    def dial_problem(self, text: str) -> str:
        return self._actions.dial_problem(text)

    def suggest(self, text: str) -> list[tuple[str, str]]:
        return self._actions.suggest(text)

    def last_with(self, number: str, but_not: str | None = None) -> Mapping[str, Any] | None:
        return self._actions.last_with(number, but_not)

    def open_crm(self, call_id: str) -> None:
        self._clear()
        self._actions.open_crm(call_id)

    def crm_available(self) -> bool:
        return self._actions.crm_available()

    def open_log(self) -> None:
        self._actions.open_log()

    def settings_form(self) -> FormPort:
        return self._actions.settings_form()

    def look_at_queues(self, looks: bool) -> None:
        self._actions.look_at_queues(looks)

    def quit(self, choice: QuitChoice) -> None:
        self._actions.quit(choice)
