"""What the session wants done. The session runner carries it out."""

from __future__ import annotations

from msgspec import Struct

from cti_desk.core.commands import Command
from cti_desk.core.events import Event
from cti_desk.core.reports import Result, VendorEvent


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
    """Answer whoever asked: with what was accepted, or the error that explains why not."""

    request: int
    result: Result


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
