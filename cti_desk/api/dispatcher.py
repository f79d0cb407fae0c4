"""JSON-RPC 2.0: bytes in, replies out through the program's ``send``.

Whatever comes in, something comes out or nothing happens: no message ends a connection or the
desk. Bounds: 100 requests in a batch, 32 MiB of replies to it, 100 unanswered requests for each
program.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec

from cti_desk.api.commands import METHODS
from cti_desk.api.desk import DeskPort
from cti_desk.api.events import EventLog
from cti_desk.api.ivclient import IvClients
from cti_desk.api.method import LATER, Method, Request
from cti_desk.api.params import VendorParams
from cti_desk.api.plain_errors import in_words, takes
from cti_desk.api.program import Program
from cti_desk.api.wire import ErrorBody, ErrorResponse, Response, encode
from cti_desk.core.errors import CtiError
from cti_desk.core.text import clean, clean_values

PARSE_ERROR: Final = -32700
INVALID_REQUEST: Final = -32600
METHOD_NOT_FOUND: Final = -32601
INVALID_PARAMS: Final = -32602
INTERNAL_ERROR: Final = -32603
BUSY: Final = -32000

BATCH_LIMIT: Final = 100
BATCH_BYTES: Final = 32 << 20
SHORT_REPLY: Final = 4096  # always fits: what has been done is never denied
OPEN_LIMIT: Final = 100

_LONGEST: Final = 1 << 20  # what a parameter may have is the method's to say
_ESCAPES: Final = re.compile(
    # A pair, a half that stands alone, or any other escape (of a backslash, too).
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\."
)
_log = logging.getLogger(__name__)
_decode: Final = msgspec.json.Decoder().decode


class _Identity(msgspec.Struct):
    id: Any = None


_decode_id: Final = msgspec.json.Decoder(_Identity).decode

After = Callable[[], None]
Reply = Callable[[bytes, After | None], None]


class Dispatcher:
    """Serves the table of methods to any number of programs.

    ``events`` is where the desk publishes events, ``ivclients`` where it hands in the vendor's
    raw ones.
    """

    def __init__(self, desk: DeskPort, methods: Iterable[Method] = METHODS) -> None:
        self.desk = desk
        self.events = EventLog(desk)
        self.ivclients = IvClients(desk)
        self._methods = {method.name: method for method in methods}

    def connect(self, send: Callable[[bytes], None], wake: Callable[[], None]) -> Program:
        """A program has connected; see `Program` for the endpoint's part."""
        return Program(self, send, wake)

    def forget(self, program: Program) -> None:
        """The program's connection is gone."""
        self.ivclients.forget(program)

    def receive(self, program: Program, message: bytes) -> None:
        """Take one message of a program."""
        try:
            content = _decode(_without_halves(message))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            program.send(_failure(None, PARSE_ERROR, f"This is not JSON: {error}"))
            return
        if isinstance(content, list):
            self._batch(program, content)
        else:
            self._one(program, content, _sender(program))

    def _batch(self, program: Program, items: list[Any]) -> None:
        if not 0 < len(items) <= BATCH_LIMIT:
            text = f"A batch holds 1 to {BATCH_LIMIT} requests, this one {len(items)}."
            program.send(_failure(None, INVALID_REQUEST, text))
            return
        missing = sum(1 for item in items if not _is_notification(item))
        collect = _collector(_sender(program), missing) if missing else _unsaid
        for item in items:
            self._one(program, item, collect)

    def _one(self, program: Program, item: Any, send: Reply) -> None:
        problem = _problem(item)
        if problem is not None:
            identity = item.get("id") if isinstance(item, dict) else None
            valid = isinstance(identity, str | int | float) and not isinstance(identity, bool)
            send(_failure(identity if valid else None, INVALID_REQUEST, problem), None)
            return
        if _is_notification(item):
            self._call(program, item, None, _unsaid)
        else:
            self._call(program, item, item["id"], send)

    def _call(self, program: Program, item: dict[str, Any], identity: Any, send: Reply) -> None:
        method = self._methods.get(item["method"])
        if method is None:
            text = f"There is no method {item['method']!r}."
            send(_failure(identity, METHOD_NOT_FOUND, text), None)
            return
        try:
            params = _params(method, item.get("params"))
        except (msgspec.ValidationError, TypeError) as error:
            text = f"{method.name}: {in_words(str(error), method.params)}"
            send(_failure(identity, INVALID_PARAMS, text), None)
            return
        if program.open_requests >= OPEN_LIMIT:
            text = f"{OPEN_LIMIT} requests of this program are unanswered: nothing was done."
            send(_failure(identity, BUSY, text), None)
            return
        client = item.get("client")
        named = client if client is None else clean(client)
        self._run(program, method, params, named, identity, send)

    def _run(
        self,
        program: Program,
        method: Method,
        params: Any,
        client: str | None,
        identity: Any,
        send: Reply,
    ) -> None:
        def reply(result: Any, error: CtiError | None) -> None:
            program.open_requests -= 1
            if not program.closed:
                send(self._reply(identity, result, error), request.after)

        request = Request(self.desk, self.events, self.ivclients, program, client, reply)
        program.open_requests += 1
        try:
            result = method.handler(request, params)
            if result is not LATER:
                request.answer(result)
        except CtiError as error:
            request.refuse(error)
        except Exception:
            _log.exception("%s failed inside the desk", method.name)
            request.refuse(CtiError("The desk failed inside; its log says more."))

    def _reply(self, identity: Any, result: Any, error: CtiError | None) -> bytes:
        if error is not None:
            data = error.data() | {"vendor": self.desk.vendor()}  # its name, as in the snapshot
            return _failure(identity, error.rpc_code, str(error), data)
        try:
            return encode(Response("2.0", identity, result))
        except (TypeError, ValueError, RecursionError):
            _log.exception("a result of type %s cannot be encoded", type(result).__name__)
            return _failure(identity, INTERNAL_ERROR, "The result cannot be written as JSON.")


def _sender(program: Program) -> Reply:
    """Make a function that sends one reply, and then does what has to follow it."""

    def send(reply: bytes, after: After | None) -> None:
        program.send(reply)
        if after is not None:
            after()

    return send


def _unsaid(_reply: bytes, after: After | None) -> None:
    """Send no reply to a notification, but do what has to follow it."""
    if after is not None:
        after()


def _collector(send: Reply, missing: int) -> Reply:
    """Make a function that keeps the replies of a batch until all are there, as far as they fit in
    one line.
    """
    replies: list[bytes] = []
    afters: list[After] = []
    size = 0

    def all_of_them() -> None:
        for after in afters:
            after()

    def collect(reply: bytes, after: After | None) -> None:
        nonlocal size
        if len(reply) > SHORT_REPLY and size + len(reply) > BATCH_BYTES:
            text = f"The replies to this batch are longer than {BATCH_BYTES >> 20} MiB: ask again."
            reply = _failure(_decode_id(reply).id, BUSY, text)
        size += len(reply)
        replies.append(reply)
        if after is not None:
            afters.append(after)
        if len(replies) == missing:
            send(b"[" + b",".join(replies) + b"]", all_of_them)

    return collect


def _is_notification(item: Any) -> bool:
    return isinstance(item, dict) and "id" not in item and _problem(item) is None


def _problem(item: Any) -> str | None:
    """Why this is not a request; ``None`` if it is one."""
    if not isinstance(item, dict):
        return "A request is a JSON object."
    if item.get("jsonrpc") != "2.0":
        return 'A request has "jsonrpc": "2.0".'
    if not isinstance(item.get("method"), str):
        return "A request names its method as a text."
    identity = item.get("id")
    if isinstance(identity, bool | list | dict):
        return "An id is a text, a number or null."
    if not isinstance(item.get("client"), str | None):
        return "A client is named by a text."
    return None


def _params(method: Method, given: Any) -> Any:
    if given is None:
        given = {}
    if isinstance(given, list):
        order = method.order
        if len(given) > len(order):
            raise TypeError(f"{len(given)} parameters are too many. {takes(method.params)}")
        given = dict(zip(order, given, strict=False))
    elif not isinstance(given, dict):
        raise TypeError("params must be an object or an array.")
    if method.params is not VendorParams:
        given = clean_values(given, _LONGEST)
    return msgspec.convert(given, method.params)


def _without_halves(message: bytes) -> bytes:
    """Replace escaped halves of characters that stand alone by U+FFFD.

    JavaScript and Python write such halves; nobody can read them.
    """
    if b"\\ud" not in message and b"\\uD" not in message:
        return message
    return _ESCAPES.sub(lambda found: b"\\ufffd" if found[1] else found[0], message)


def _failure(identity: Any, code: int, message: str, data: Any = None) -> bytes:
    if data is None:
        data = {"vendor": None, "code": None, "message": message}
    return encode(ErrorResponse("2.0", identity, ErrorBody(code, message, data)))


def invalid_request(message: str) -> bytes:
    """The reply an endpoint sends before it cuts a connection because of what came in."""
    return _failure(None, INVALID_REQUEST, message)


def too_many(message: str) -> bytes:
    """The reply an endpoint sends to a program that it cannot serve."""
    return _failure(None, BUSY, message)
