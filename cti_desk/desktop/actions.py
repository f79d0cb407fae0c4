"""What the desktop may ask of the desk. `cti_desk.desk.strip_actions` carries it out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, Protocol

from cti_desk.core.commands import Command

if TYPE_CHECKING:
    from cti_desk.desktop.settings.port import FormPort

QuitChoice = Literal["stay", "pause", "logout"]


class DeskActions(Protocol):
    """All that can be done from the strip, the pop and the tray.

    Nothing here blocks. A command that fails comes back as `Desktop.failure`.
    """

    def submit(self, command: Command) -> None:
        """Have a command carried out."""

    def dial(self, text: str) -> None:
        """Dial what was typed: a number in any spelling; the dial rules are applied."""

    def transfer(self, call_id: str, text: str, all: bool = False) -> None:
        """Transfer a call to what was typed; ``all`` agrees to moving every call."""

    def consult(self, call_id: str, text: str) -> None:
        """Call what was typed to ask about a call."""

    def preview_dial(self, text: str) -> str:
        """Return what would be dialled for this text, or "" when nothing can be."""
        ...

    def dial_problem(self, text: str) -> str:
        """Return why nothing can be dialled for this text, as a sentence, or ""."""
        ...

    def suggest(self, text: str) -> list[tuple[str, str]]:
        """Return contacts that fit, best first, as (name, number). Must answer at once."""
        ...

    def last_with(self, number: str, but_not: str | None = None) -> Mapping[str, Any] | None:
        """Return the last ended call with this number (of the journal's rows), if any.

        ``but_not`` is the root of a call that does not count.
        """
        ...

    def open_crm(self, call_id: str) -> None:
        """Open the customer's page for a call."""

    def crm_available(self) -> bool:
        """Whether a page can be opened at all."""
        ...

    def open_log(self) -> None:
        """Show the file that says what went wrong."""

    def settings_form(self) -> FormPort:
        """Return what the settings form may ask of the desk, from its opening to its closing."""
        ...

    def look_at_queues(self, looks: bool) -> None:
        """Say whether somebody can see the queues' figures. While somebody can, they are read."""

    def quit(self, choice: QuitChoice) -> None:
        """End the desk; ``choice`` says what becomes of the agent."""
