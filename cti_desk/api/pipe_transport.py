"""The client's end of a named pipe (Windows), with time-outs: overlapped reads and writes.

`_winapi` is what the standard library's own pipes (multiprocessing) are made with.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import _winapi
    import contextlib
    import time

    from cti_desk.api.windows_user import is_foreign_server

    _PIECE = 65536
    _SEND_S = 5.0
    _CONNECT_S = 5.0
    _SLICE_S = 0.25
    """How long one wait may last: Ctrl+C is only seen between two."""

    _OVERLAPPED = 0x40000000
    # The pipe's server may learn who we are, and nothing more: not act in our name.
    _IDENTIFICATION_ONLY = 0x00100000 | 0x00010000
    _ERROR_BROKEN_PIPE = 109
    _ERROR_NO_DATA = 232
    _ERROR_NOT_CONNECTED = 233
    _ENDED = frozenset({_ERROR_BROKEN_PIPE, _ERROR_NO_DATA, _ERROR_NOT_CONNECTED})

    class PipeTransport:
        """A named pipe. Raises `OSError` when there is none, or when another user's is there."""

        def __init__(self, name: str) -> None:
            self._handle: int | None = _open(name, time.monotonic() + _CONNECT_S)
            if is_foreign_server(self._handle):
                self.close()
                raise PermissionError("The pipe belongs to another user's program.")

        def send(self, data: bytes) -> None:
            # A desk that refuses says why before it closes: the reason is still to be read.
            with contextlib.suppress(EOFError):
                while data:
                    data = data[self._write(data) :]

        def receive(self, timeout: float | None) -> bytes:
            handle = self._open_handle()
            try:
                reading, _ = _winapi.ReadFile(handle, _PIECE, overlapped=True)
                _finish(reading, timeout)
            except OSError as error:
                raise _told(error) from error
            data = reading.getbuffer()
            if not data:
                raise EOFError
            return bytes(data)

        def close(self) -> None:
            handle, self._handle = self._handle, None
            if handle is not None:
                _winapi.CloseHandle(handle)

        def _write(self, data: bytes) -> int:
            handle = self._open_handle()
            try:
                writing, _ = _winapi.WriteFile(handle, data, overlapped=True)
                return _finish(writing, _SEND_S)
            except OSError as error:
                raise _told(error) from error

        def _open_handle(self) -> int:
            if self._handle is None:
                raise EOFError
            return self._handle

    def _open(name: str, end: float) -> int:
        """Open the pipe, waiting while the desk has no end of it free.

        Raises `BlockingIOError` when that lasts, and `OSError`.
        """
        access = _winapi.GENERIC_READ | _winapi.GENERIC_WRITE
        flags = _OVERLAPPED | _IDENTIFICATION_ONLY
        while True:
            try:
                return _winapi.CreateFile(name, access, 0, 0, _winapi.OPEN_EXISTING, flags, 0)
            except OSError as error:
                left = end - time.monotonic()
                if error.winerror != _winapi.ERROR_PIPE_BUSY:
                    raise
                if left <= 0:
                    raise BlockingIOError from error
                with contextlib.suppress(OSError):  # its time-out: looked at above
                    _winapi.WaitNamedPipe(name, max(1, int(left * 1000)))

    def _finish(operation: _winapi.Overlapped, timeout: float | None) -> int:
        """Wait for it, and return how many bytes went through.

        Raises `TimeoutError`; then nothing of it went through, or is still under way.
        """
        end = None if timeout is None else time.monotonic() + timeout
        try:
            while not _wait(operation, end):
                pass
        except BaseException:
            operation.cancel()
            count, error = operation.GetOverlappedResult(True)
            if error == _winapi.ERROR_OPERATION_ABORTED or not count:
                raise
            return count  # it came through at the last moment
        count, _ = operation.GetOverlappedResult(True)
        return count

    def _wait(operation: _winapi.Overlapped, end: float | None) -> bool:
        left = _SLICE_S if end is None else min(_SLICE_S, end - time.monotonic())
        pause = max(0, int(left * 1000 + 0.999))
        found = _winapi.WaitForMultipleObjects([operation.event], False, pause)
        if found == _winapi.WAIT_OBJECT_0:
            return True
        if end is not None and time.monotonic() >= end:
            raise TimeoutError
        return False

    def _told(error: OSError) -> OSError | EOFError:
        """The end of the pipe by its own name; any other failure as it is."""
        return EOFError() if error.winerror in _ENDED else error
