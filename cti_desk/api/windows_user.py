"""Windows: who runs a process, in which session, and which process is behind a pipe's other end.

With ctypes alone, for the command line is to start quickly.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _TOKEN_QUERY = 0x0008
    _TOKEN_USER = 1
    _PROCESS_QUERY_LIMITED_INFORMATION = 0x1000

    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _security = ctypes.WinDLL("advapi32", use_last_error=True)
    _kernel.GetCurrentProcess.restype = wintypes.HANDLE
    _kernel.OpenProcess.restype = wintypes.HANDLE
    _kernel.CloseHandle.argtypes = [wintypes.HANDLE]
    _kernel.LocalFree.argtypes = [wintypes.HLOCAL]
    for _question in (_kernel.GetNamedPipeClientProcessId, _kernel.GetNamedPipeServerProcessId):
        _question.argtypes = [wintypes.HANDLE, ctypes.POINTER(wintypes.ULONG)]

    def own_sid() -> str:
        """This process's user as ``S-1-…``. Raises `OSError`."""
        return _sid_of(_kernel.GetCurrentProcess())

    def own_session() -> int:
        """The number of the session this process runs in. Raises `OSError`."""
        session = wintypes.DWORD()
        process = _kernel.GetCurrentProcessId()
        if not _kernel.ProcessIdToSessionId(process, ctypes.byref(session)):
            raise ctypes.WinError(ctypes.get_last_error())
        return session.value

    def is_foreign_client(pipe: int) -> bool:
        """Whether the client of a connected pipe is known to be another user's process."""
        return _is_foreign(pipe, client=True)

    def client_process(pipe: int) -> int | None:
        """The process at the client's end of a connected pipe."""
        number = wintypes.ULONG()
        told = _kernel.GetNamedPipeClientProcessId(pipe, ctypes.byref(number))
        return number.value if told else None

    def is_foreign_server(pipe: int) -> bool:
        """Whether the server of a connected pipe is known to be another user's process.

        Whoever makes a pipe first owns its name, so a client has to look.
        """
        return _is_foreign(pipe, client=False)

    def _is_foreign(pipe: int, *, client: bool) -> bool:
        number = wintypes.ULONG()
        if client:
            told = _kernel.GetNamedPipeClientProcessId(pipe, ctypes.byref(number))
        else:
            told = _kernel.GetNamedPipeServerProcessId(pipe, ctypes.byref(number))
        if not told:
            return False
        process = _kernel.OpenProcess(_PROCESS_QUERY_LIMITED_INFORMATION, False, number.value)
        if not process:  # it has ended, or runs with rights that we lack, as the same user's may
            return False
        try:
            return _sid_of(process) != own_sid()
        except OSError:
            return False
        finally:
            _kernel.CloseHandle(process)

    def _sid_of(process: int) -> str:
        token = wintypes.HANDLE()
        handle = wintypes.HANDLE(process)
        if not _security.OpenProcessToken(handle, _TOKEN_QUERY, ctypes.byref(token)):
            raise ctypes.WinError(ctypes.get_last_error())
        try:
            return _text_of(_user_of(token))
        finally:
            _kernel.CloseHandle(token)

    def _user_of(token: wintypes.HANDLE) -> ctypes.Array[ctypes.c_char]:
        """The TOKEN_USER structure, which begins with the pointer to the SID."""
        size = wintypes.DWORD()
        _security.GetTokenInformation(token, _TOKEN_USER, None, 0, ctypes.byref(size))
        user = ctypes.create_string_buffer(size.value)
        if not _security.GetTokenInformation(token, _TOKEN_USER, user, size, ctypes.byref(size)):
            raise ctypes.WinError(ctypes.get_last_error())
        return user

    def _text_of(user: ctypes.Array[ctypes.c_char]) -> str:
        sid = ctypes.cast(user, ctypes.POINTER(ctypes.c_void_p)).contents
        text = wintypes.LPWSTR()
        if not _security.ConvertSidToStringSidW(sid, ctypes.byref(text)):
            raise ctypes.WinError(ctypes.get_last_error())
        try:
            return str(text.value)
        finally:
            _kernel.LocalFree(ctypes.cast(text, ctypes.c_void_p))
