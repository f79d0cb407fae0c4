"""One program at the local socket: lines in, lines out, never holding the desk up."""

from __future__ import annotations

import logging
from typing import Final, Protocol

from msgspec import Struct
from PySide6.QtCore import QTimer
from PySide6.QtNetwork import QLocalSocket

from cti_desk.api.dispatcher import Dispatcher, invalid_request
from cti_desk.ipc.peer import unread_bytes

READ_PIECE: Final = 1 << 16
WRITE_PIECE: Final = 1 << 16
LINES_A_TURN: Final = 20  # then the loop gets its turn: a flood of requests stays a slow program's
EVENTS_A_WAKE: Final = 512

_log = logging.getLogger(__name__)


class Limits(Struct, frozen=True):
    """What one endpoint grants its programs.

    ``clients`` may be connected, and ``reserved`` more for processes that hold few connections.
    When all places are taken, programs that have been idle for ``idle_s`` make room. ``line`` is
    the longest message. While more than ``unsent`` bytes wait for a program, no more of its
    requests are read. A program is cut when it has read nothing of so much for ``stalled_s``, or
    nothing at all for ``unread_s``: only what stays unread over time counts, not how much was
    written at once.
    """

    clients: int = 256
    reserved: int = 32
    idle_s: float = 5.0
    line: int = 1 << 20
    unsent: int = 1 << 20
    stalled_s: float = 6.0
    unread_s: float = 30.0

    @property
    def look_every_ms(self) -> int:
        """How often to look whether what waits is read."""
        return max(10, int(min(self.unread_s / 6, self.stalled_s / 4) * 1000))


class Host(Protocol):
    """What a connection needs of its endpoint."""

    @property
    def dispatcher(self) -> Dispatcher: ...

    @property
    def limits(self) -> Limits: ...

    def now(self) -> float:
        """Seconds that only go forward."""
        ...

    def unread(self) -> None:
        """Something waits to be read: call `Connection.close_if_unread` from time to time."""
        ...

    def ended(self, connection: Connection) -> None: ...


class Connection:
    """The endpoint's share of a `Program`."""

    def __init__(self, socket: QLocalSocket, host: Host, process: int | None = None) -> None:
        self.process = process
        self.idle_since = host.now()
        self._socket = socket
        self._host = host
        self._limits = host.limits
        self._program = host.dispatcher.connect(self._send, self._wake)
        self._input = bytearray()
        self._scanned = 0
        self._more = False
        self._woken = 0
        self._pumping = False
        self._unread_since: float | None = None
        self._kernel_holds = 0
        self._paused = False
        socket.setReadBufferSize(READ_PIECE)
        socket.readyRead.connect(self._read)
        socket.bytesWritten.connect(self._written)
        socket.disconnected.connect(self._gone)

    def begin(self) -> None:
        """Read what came before the connection was served."""
        if self._socket.bytesAvailable():
            self._read()

    def cut(self) -> None:
        """Break the connection now; what is unsent is lost."""
        self._socket.abort()
        self._gone()

    @property
    def unread(self) -> bool:
        """Whether something waits to be read."""
        return self._unread_since is not None

    @property
    def in_use(self) -> bool:
        """Whether the program is owed something: an answer, events, or bytes on their way."""
        return self.unread or self._program.in_use

    def close_if_unread(self) -> None:
        """Cut the connection when the program has read nothing for too long, although something
        waits for it.
        """
        if self._unread_since is None:
            return
        held = unread_bytes(int(self._socket.socketDescriptor()))
        if held < self._kernel_holds:  # it reads, if only what the system had taken over already
            self._unread_since = self._host.now()
        self._kernel_holds = held
        stood = self._host.now() - self._unread_since
        if stood > self._limits.unread_s:
            _log.warning("a program at the local socket does not read: its connection is closed")
            self.cut()
        elif stood > self._limits.stalled_s and self._is_backed_up():
            _log.warning("a program does not read its replies: its connection is cut")
            self.cut()

    def dismiss(self, message: bytes) -> None:
        """Say why, and close: another program needs the place."""
        self._send(message)
        self.cut()

    def _is_backed_up(self) -> bool:
        return self._socket.bytesToWrite() > self._limits.unsent

    def _read(self) -> None:
        if self._more or self._paused or self._program.closed:
            return
        self._input += self._socket.read(READ_PIECE).data()
        self._take_lines()

    def _take_lines(self) -> None:
        self._more = False
        for _ in range(LINES_A_TURN):
            if self._is_backed_up():
                self._paused = True  # until enough of the replies is read, see _written
                return
            line = self._next_line()
            if line is None:
                break
            if line.strip():
                self.idle_since = self._host.now()
                self._program.receive(line)
            if self._program.closed:
                return
        else:
            self._continue_later()
            return
        if len(self._input) > self._limits.line:
            self._refuse_line()
        elif self._socket.bytesAvailable():
            self._continue_later()

    def _next_line(self) -> bytes | None:
        end = self._input.find(b"\n", self._scanned)
        if end < 0:
            self._scanned = len(self._input)
            return None
        line = bytes(self._input[:end])
        del self._input[: end + 1]
        self._scanned = 0
        return line

    def _continue_later(self) -> None:
        self._more = True
        QTimer.singleShot(0, self._resume)

    def _resume(self) -> None:
        if self._program.closed:
            return
        self._more = False
        if self._input.find(b"\n", self._scanned) < 0:
            self._read()
        else:
            self._take_lines()

    def _refuse_line(self) -> None:
        _log.warning("a line longer than %d bytes: the connection is cut", self._limits.line)
        self._send(invalid_request(f"A message is at most {self._limits.line} bytes long."))
        self.cut()

    def _send(self, message: bytes) -> None:
        if self._program.closed:
            return
        self._socket.write(message + b"\n")
        self._flush()

    def _flush(self) -> None:
        self._socket.flush()
        if not self._socket.bytesToWrite():
            self._unread_since = None
        elif self._unread_since is None:
            self._begin_waiting()

    def _begin_waiting(self) -> None:
        self._unread_since = self._host.now()
        self._kernel_holds = 0
        self._host.unread()

    def _wake(self) -> None:
        """Events wait: send all that came in this turn of the loop, sooner when it is much."""
        self._woken += 1
        if self._woken == 1:
            QTimer.singleShot(0, self._pump)
        elif self._woken % EVENTS_A_WAKE == 0:
            self._pump_events()

    def _pump(self) -> None:
        self._woken = 0
        self._pump_events()

    def _pump_events(self) -> None:
        if self._pumping:
            return  # flush() tells of written bytes before it returns
        self._pumping = True
        while not self._program.closed and self._socket.bytesToWrite() == 0:
            messages = self._program.take(WRITE_PIECE)
            if not messages:
                break
            self._socket.write(b"\n".join(messages) + b"\n")
            self._flush()
        self._pumping = False

    def _written(self, _count: int) -> None:
        """The program has read something."""
        if self._socket.bytesToWrite():
            self._begin_waiting()
        else:
            self._unread_since = None
            self._pump_events()
        if self._paused and not self._is_backed_up():
            self._paused = False
            self._continue_later()

    def _gone(self) -> None:
        if not self._program.closed:
            self._program.close()
            self._host.ended(self)
            self._socket.deleteLater()
