"""What the strip's fields and call buttons do."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt

from cti_desk.desktop.actions import DeskActions
from cti_desk.desktop.presenters.call_buttons import TRANSFER, ButtonView
from cti_desk.desktop.shown_desk import ShownDesk
from cti_desk.desktop.strip.call_actions import act, all_calls, transfer_question
from cti_desk.desktop.strip.message_bar import MessageBar
from cti_desk.desktop.strip.row import Row
from cti_desk.desktop.words import tr


class CallControl(QObject):
    """Numbers are typed inside the strip; a transfer of several calls is asked about first."""

    def __init__(self, row: Row, bar: MessageBar, actions: DeskActions, desk: ShownDesk) -> None:
        super().__init__(row)
        self._row, self._bar, self._actions = row, bar, actions
        self._desk = desk
        self._dialled = ""
        self._typed: dict[str, str] = {}
        row.calls.pressed.connect(self.press)
        row.dial.submitted.connect(self._dial)
        row.dial.cancelled.connect(bar.clear)

    def update(self) -> None:
        """Note the state that questions are about."""
        up = {call.id for call in self._desk.snapshot.calls}
        self._typed = {call: text for call, text in self._typed.items() if call in up}

    def press(self, call_id: str, button: ButtonView) -> None:
        """Do what a call's button does, or ask for the number it needs."""
        if button.asks == "nothing":
            act(self._actions, button.command, call_id)
            return
        entry = self._row.calls.entry(call_id)
        if entry is None:
            return
        field = entry.open_field(button)
        field.number.edit.setText(self._typed.get(call_id, ""))
        field.number.edit.selectAll()
        field.number.above = self._row.dial.above
        field.submitted.connect(lambda asked, text: self._submit(call_id, asked, text))

    def give_back(self) -> None:
        """A dial failed: what was typed returns, unless something new was typed meanwhile."""
        edit = self._row.dial.edit
        if self._dialled and not edit.text():
            edit.setText(self._dialled)
        self._dialled = ""

    def _dial(self, text: str) -> None:
        dial = self._row.dial
        anchor = self._row.control_x(None, of_agent=False)
        if why := dial.go.accessibleDescription():
            self._bar.say("notice", why, anchor)
        elif why := self._actions.dial_problem(text):
            if any(character.isdigit() for character in text):
                words = tr("Not dialled: {why}", why=why)
            else:
                words = tr("Not dialled: “{text}” is no number, and no contact fits.", text=text)
            self._bar.say("failure", words, anchor)
        else:
            self._dialled = text
            dial.clear()
            self._actions.dial(text)

    def _submit(self, call_id: str, button: ButtonView, text: str) -> None:
        self._typed[call_id] = text
        question = ""
        if button.command == TRANSFER:
            question = transfer_question(self._desk.snapshot, self._desk.table, text)
        entry = self._row.calls.entry(call_id)
        if entry is not None:
            entry.close_field()
            entry.setFocus(Qt.FocusReason.OtherFocusReason)
        if not question:
            act(self._actions, button.command, call_id, text)
            return
        agreed = (
            all_calls(self._desk.snapshot),
            lambda: self._actions.transfer(call_id, text, all=True),
        )
        anchor = self._row.control_x(call_id, of_agent=False)
        self._bar.say("question", question, anchor, (agreed, (tr("Cancel"), lambda: None)))
