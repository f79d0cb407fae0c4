"""How a method of the API is declared, and the request that its handler answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal

from msgspec import Struct
from msgspec.structs import fields

from cti_desk.api.desk import DeskPort
from cti_desk.api.params import Params
from cti_desk.core.errors import CtiError

if TYPE_CHECKING:
    from cti_desk.api.events import EventLog
    from cti_desk.api.ivclient import IvClients
    from cti_desk.api.program import Program

Scope = Literal["read", "act", "vendor", "desk"]

LATER: Final = object()
"""What a handler returns when it answers through `Request.answer` or `Request.refuse` later."""


class Request:
    """One call of a method, until it is answered. Only the first answer counts."""

    __slots__ = ("_reply", "after", "client", "desk", "events", "ivclients", "program")

    def __init__(
        self,
        desk: DeskPort,
        events: EventLog,
        ivclients: IvClients,
        program: Program,
        client: str | None,
        reply: Callable[[Any, CtiError | None], None],
    ) -> None:
        self.desk = desk
        self.events = events
        self.ivclients = ivclients
        self.program = program
        self.client = client  # the `client` member beside `params`, for one-shot programs
        self.after: Callable[[], None] | None = None  # to be done when the reply is out
        self._reply: Callable[[Any, CtiError | None], None] | None = reply

    @property
    def open(self) -> bool:
        return self._reply is not None

    def answer(self, result: Any) -> None:
        """Reply with a result."""
        self._finish(result, None)

    def refuse(self, error: CtiError) -> None:
        """Reply with an error."""
        self._finish(None, error)

    def _finish(self, result: Any, error: CtiError | None) -> None:
        reply, self._reply = self._reply, None
        if reply is not None:
            reply(result, error)


Handler = Callable[[Request, Any], Any]


class Method(Struct, frozen=True):
    """One row of the API's table.

    ``order`` are the parameters' names when they are given by position; ``result`` is a type that
    msgspec can describe; ``example`` is a request's params.
    """

    name: str
    doc: str
    handler: Handler
    params: type[Params] = Params
    result: Any = None
    errors: tuple[type[CtiError], ...] = ()
    scope: Scope = "read"
    example: Any = None

    @property
    def order(self) -> tuple[str, ...]:
        return position_order(self.params)


_BESIDE: Final = frozenset({"client"})


@cache
def position_order(params: type[Params]) -> tuple[str, ...]:
    """The names in the order of arguments: required ones first, shared ones last."""
    required = [item.name for item in fields(params) if item.required]
    optional: list[str] = []
    for kind in params.__mro__:
        own = getattr(kind, "__annotations__", {}) if issubclass(kind, Params) else {}
        optional += [name for name in own if name not in required and name not in _BESIDE]
    return (*required, *optional)
