"""The desk as the API sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, Protocol

from msgspec import Struct

from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.commands import Command
from cti_desk.core.errors import CtiError
from cti_desk.core.explanation import Explanation
from cti_desk.core.model import Snapshot
from cti_desk.core.ports import Contact
from cti_desk.core.reports import Result

Done = Callable[[Result], None]
VendorDone = Callable[[Any, CtiError | None], None]
JournalDone = Callable[[list[dict[str, Any]] | None, CtiError | None], None]


class CheckItem(Struct, frozen=True):
    """One answer to "can calls reach me?"; ``text`` is a sentence for the agent.

    ``blocking`` keeps calls away, ``warning`` does not but should be seen to, ``unknown`` could
    not be found out.
    """

    what: str
    state: Literal["ok", "warning", "blocking", "unknown"]
    text: str


CheckDone = Callable[[list[CheckItem] | None, CtiError | None], None]


class DeskPort(Protocol):
    """What the API may ask of the desk. All methods are called, and all callbacks made, on its
    loop.

    Callbacks may come before the method returns, exactly once; errors are `CtiError`.
    """

    def snapshot(self) -> Snapshot: ...

    def table(self) -> CapabilityTable: ...

    def profile(self) -> str: ...

    def vendor(self) -> str: ...

    def now(self) -> float:
        """Unix seconds."""
        ...

    def later(self, seconds: float, action: Callable[[], None]) -> Callable[[], None]:
        """Run ``action`` on the loop after so many seconds; returns what cancels it."""
        ...

    def submit(
        self,
        command: Command,
        done: Done,
        *,
        wait_s: float | None = None,
        agent_id: str | None = None,
        direct: bool = False,
    ) -> None:
        """Ask for a command. ``done`` gets what was accepted, or the error that explains why not.

        ``wait_s``: answer only when the effect is confirmed, or after so many seconds with
        `OutcomeUnknown`. ``agent_id`` and ``direct`` as in `cti_desk.core.reports.Submit`.
        """
        ...

    def call_vendor(self, method: str, params: Mapping[str, Any], done: VendorDone) -> None:
        """Call any documented method of the vendor; ``done`` gets its reply, or an error."""
        ...

    def troubles(self) -> tuple[tuple[str, str], ...]:
        """The parts of the desk that do not work, each with a sentence. Calls still come."""
        ...

    def journal(self, limit: int, before: float | None, done: JournalDone) -> None:
        """The newest rows of the journal, newest first, older than ``before``."""
        ...

    def look_up(self, number: str) -> Contact: ...

    def explain(self, text: str, caller: bool, outside_line: str | None) -> Explanation:
        """How a text is read, who has the number and what would be dialled."""
        ...

    def dialled(self, number: str) -> str:
        """The number as it will be dialled, by the profile's dial rules."""
        ...

    def watch_queues(self, looks: bool) -> None:
        """Whether any program follows the events. While one does, figures that no event tells of
        are read.
        """
        ...

    def glance_at_queues(self, done: Callable[[], None] | None = None) -> None:
        """A program asks what is known now.

        ``done`` is called when no figure of a queue is old: at once, after a reading, or when the
        reading takes too long.
        """
        ...

    def settings_file(self) -> str:
        """The whole path of the settings file in use."""
        ...

    def displays(self) -> tuple[str, ...]:
        """Where the strip is, as `cti_desk.system.displays` names it."""
        ...

    def raise_strip(self) -> None:
        """Show the strip to the agent."""
        ...

    def check(self, done: CheckDone) -> None:
        """What keeps calls away, in the order in which calls fail (see `cti_desk.api.check`).

        What can be read is read first, unless that takes too long.
        """
        ...

    def file_items(self) -> list[CheckItem]:
        """What is wrong with the files that the settings come from; empty if nothing."""
        ...
