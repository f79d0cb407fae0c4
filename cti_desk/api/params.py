"""What each method takes. Types are strict: a wrong one is JSON-RPC error -32602."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from cti_desk.api.events import Position

Text = Annotated[str, Meta(min_length=1, max_length=200)]
Number = Annotated[str, Meta(min_length=1, max_length=128, description="A telephone number.")]
Seconds = Annotated[float, Meta(gt=0, le=600)]
Digits = Annotated[
    str,
    Meta(pattern=r"^[0-9A-Da-d*#]{1,64}$", description="1 to 64 of the signs 0-9, A-D, * and #."),
]
OutsideLine = Annotated[
    str,
    Meta(max_length=20, pattern="^[0-9*#]*$", description="At most 20 of the signs 0-9, * and #."),
]

DEFAULT_WAIT_S = 10.0


class Params(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """No parameters."""


class Acting(Params, frozen=True, kw_only=True):
    """``wait``: answer when the vendor has confirmed. A number is the longest wait in seconds; true
    means 10 s.
    """

    wait: bool | Seconds | None = None

    @property
    def wait_s(self) -> float | None:
        if isinstance(self.wait, bool) or self.wait is None:
            return DEFAULT_WAIT_S if self.wait else None
        return self.wait


class OfCall(Acting, frozen=True, kw_only=True):
    """``call_id``: which call; without it the only call that can be meant."""

    call_id: Text | None = None


class LogInParams(Acting, frozen=True, kw_only=True):
    device: Text | None = None
    agent: Text | None = None


class PauseParams(Acting, frozen=True, kw_only=True):
    """``reason``: a code or a text of the capabilities' ``reasons``."""

    reason: Text | None = None


class SwitchParams(Acting, frozen=True, kw_only=True):
    on: bool


class ForwardParams(Acting, frozen=True, kw_only=True):
    """``number`` null switches the forwarding off."""

    kind: Literal["always", "busy", "no_answer"]
    number: Number | None = None


class DialParams(Acting, frozen=True, kw_only=True):
    number: Number
    correlation_id: Text | None = None


class TransferParams(OfCall, frozen=True, kw_only=True):
    """``all`` agrees to a vendor moving every call of the agent."""

    number: Number
    all: bool = False


class ConsultParams(OfCall, frozen=True, kw_only=True):
    number: Number


class DigitsParams(OfCall, frozen=True, kw_only=True):
    digits: Digits


class QueueParams(Acting, frozen=True, kw_only=True):
    queue: Text


class LookUpParams(Params, frozen=True, kw_only=True):
    number: Number


class ExplainParams(Params, frozen=True, kw_only=True):
    """``caller``: the text is what a telephone system said of a caller.

    ``outside_line``: explain as if this were dialled before outside numbers.
    """

    text: Annotated[str, Meta(max_length=400, description="As typed, pasted or clicked.")]
    caller: bool = False
    outside_line: OutsideLine | None = None


class JournalParams(Params, frozen=True, kw_only=True):
    """``before``: only what began earlier (Unix seconds)."""

    limit: Annotated[int, Meta(ge=1, le=1000)] = 100
    before: float | None = None


class SubscribeParams(Params, frozen=True, kw_only=True):
    """``since``: the last event seen."""

    since: Position | None = None


class VendorParams(Params, frozen=True, kw_only=True):
    """``params``: the vendor's arguments under the names of its documentation."""

    method: Text
    params: dict[str, Any] = field(default_factory=dict)


class RaiseParams(Params, frozen=True, kw_only=True):
    """``profile``, ``config`` (a settings file's whole path): refuse when the desk has another."""

    profile: Text | None = None
    config: Annotated[str, Meta(max_length=4096)] | None = None


Argument = Annotated[str | int | float, Meta(description="Text, or a number as text.")]


class IvClientParams(Params, frozen=True, kw_only=True):
    """``client``: whose event queue; without it the connection's own."""

    client: Text | None = None


class IvLogInParams(IvClientParams, frozen=True, kw_only=True):
    accountcode: Argument
    username: Argument
    interface: Argument


class IvAgentParams(IvClientParams, frozen=True, kw_only=True):
    accountcode: Argument
    username: Argument


class IvPauseParams(IvAgentParams, frozen=True, kw_only=True):
    reason: Argument


class IvTransferParams(IvAgentParams, frozen=True, kw_only=True):
    dest_ext: Argument


class IvNewCallParams(IvTransferParams, frozen=True, kw_only=True):
    external_id: Argument | None = None


class IvHangupParams(IvClientParams, frozen=True, kw_only=True):
    accountcode: Argument
    uniqueid: Argument
