"""What the session wants done. The session runner carries it out."""

from __future__ import annotations

from msgspec import Struct

from cti_desk.core.commands import Command
from cti_desk.core.errors import CtiError
from cti_desk.core.events import Event
from cti_desk.core.reports import Outcome, VendorEvent


class Publish(Struct, frozen=True):
    """Tell every observer."""

    event: Event


class PublishVendorEvent(Struct, frozen=True):
    """Tell the programs that want the vendor's own events."""

    event: VendorEvent


class Perform(Struct, frozen=True):
    """The vendor shall perform this. The runner reports `Performed` with the same number."""

    request: int
    command: Command
    agent_id: str | None = None


class Answer(Struct, frozen=True):
    """Answer whoever asked: an outcome, or the error that explains why not."""

    request: int
    outcome: Outcome | None = None
    error: CtiError | None = None


class LookUp(Struct, frozen=True):
    """Find out who this number is and report `Identified`."""

    call_id: str
    number: str


class Recall(Struct, frozen=True):
    """Find out what an earlier run knew of this root call and report `Recalled`."""

    call_id: str
    root: str


class ReadBack(Struct, frozen=True):
    """Have the vendor's whole state read and reported as `StateRead`."""

    why: str


Effect = Publish | PublishVendorEvent | Perform | Answer | LookUp | Recall | ReadBack
