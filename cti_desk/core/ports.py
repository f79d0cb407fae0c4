"""The core's ports: what it needs from the outside, as protocols."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, runtime_checkable

from msgspec import Struct, field

from cti_desk.core.commands import Command
from cti_desk.core.events import Event
from cti_desk.core.model import Snapshot
from cti_desk.core.moment import Moment
from cti_desk.core.reports import Accepted, Report
from cti_desk.core.workers import Workers

Reporter = Callable[[Report], None]


class Clock(Protocol):
    """The calendar's clock for stamps, a monotonic one for deadlines; tests advance theirs by hand.

    `cti_desk.core.moment.read` reads both.
    """

    def now(self) -> float:
        """Unix seconds. They may jump in either direction: never compute a duration from them."""
        ...

    def monotonic(self) -> float:
        """Seconds that only go forward, also while the computer sleeps."""
        ...


class Switch(Protocol):
    """A telephone system as the core sees it. All methods are called on the desk's loop.

    ``start`` returns at once; the link, events and read-back state arrive through the reporter.
    """

    def start(self, report: Reporter) -> None: ...

    async def perform(
        self, command: Command, snapshot: Snapshot, agent_id: str | None = None
    ) -> Accepted:
        """Perform a command once and return what was accepted.

        Raises `RefusedByVendor` (`UnknownToVendor` if the call or agent named is not known there),
        `OutcomeUnknown`, `NoLink` or `NotOffered`. Any other core error counts as a refusal.
        """
        ...

    async def read_back(self) -> None: ...

    async def call_method(self, method: str, params: Mapping[str, Any]) -> Any:
        """Call any documented method of the vendor; raises a core error."""
        ...

    def retry_now(self) -> None:
        """The computer woke or the network returned: connect within a second."""
        ...

    async def close(self) -> None: ...


@runtime_checkable
class ReadsQueues(Protocol):
    """A `Switch` that has to read its queues' figures, because no event tells of their changes."""

    def watch_queues(self, every_s: float | None) -> None:
        """Read the queues about every so many seconds, because somebody looks at them; until told
        otherwise.

        ``None``: nobody looks any more.
        """
        ...


class Secrets(Protocol):
    """Where passwords and keys live. Raises `cti_desk.core.errors.SettingsError`."""

    async def get(self, profile: str, name: str) -> str | None: ...


class Memory(Protocol):
    """Small things the desk remembers between starts (JSON values, keyed by a dotted name)."""

    def get(self, key: str, default: Any = None) -> Any: ...

    def set(self, key: str, value: Any) -> None: ...


class Contact(Struct, frozen=True):
    """Who has a number. ``guess``: the name is not certain.

    It was matched by the last digits only, or several people have the number. In that case
    ``candidates`` are their names, and ``name`` is their company or all of them.
    """

    name: str | None = None
    e164: str | None = None
    display: str | None = None
    guess: bool = False
    candidates: tuple[str, ...] = ()


class Contacts(Protocol):
    """Who is this number? Must answer at once, from memory."""

    def look_up(self, number: str) -> Contact: ...


class Journal(Protocol):
    """Calls and states that happened. Writing must not block the caller."""

    @property
    def problem(self) -> str | None:
        """Why what happens cannot be kept now, as a sentence."""
        ...

    def record(self, event: Event, at: Moment) -> None: ...

    def last_with(self, number: str, but_not: str | None = None) -> Mapping[str, Any] | None:
        """The last ended call with this number, for the pop: a row of `list`, or a part of it.

        ``but_not`` is the root of a call that does not count.
        """
        ...

    def remembered(self, root: str) -> Mapping[str, Any] | None:
        """The row of a root call that is up, or was lately; from memory."""
        ...

    def list(self, limit: int = 100, before: float | None = None) -> list[dict[str, Any]]:
        """The newest rows, newest first; reads the disk, so it is called on a worker thread."""
        ...


class SwitchSetup(Struct, frozen=True):
    """All a vendor needs to build its switch: checked settings, secrets and memory.

    What the switch keeps running for as long as it lives is kept by ``workers``.
    """

    profile: str
    settings: Mapping[str, Any]
    secrets: Mapping[str, str]
    clock: Clock
    memory: Memory
    workers: Workers = field(default_factory=Workers)

    def __repr__(self) -> str:
        """Without the secrets: a repr may end in a log."""
        return f"SwitchSetup(profile={self.profile!r})"
