"""The name of the local API's pipe on Windows, found with ctypes alone."""

from __future__ import annotations

import sys


def compose(sid: str, session: int, instance: str) -> str:
    """The pipe's full name for a user (SID), a session and an instance."""
    return rf"\\.\pipe\cti-desk-{sid}-{session}-{instance}"


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _TOKEN_QUERY = 0x0008
    _TOKEN_USER = 1

    def pipe_name(instance: str) -> str:
        """The pipe of this user in this session. Raises `OSError`."""
        return compose(_user_sid(), _session(), instance)

    def _session() -> int:
        session = wintypes.DWORD()
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        process = kernel.GetCurrentProcessId()
        if not kernel.ProcessIdToSessionId(process, ctypes.byref(session)):
            raise ctypes.WinError(ctypes.get_last_error())
        return session.value

    def _user_sid() -> str:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        security = ctypes.WinDLL("advapi32", use_last_error=True)
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        token = wintypes.HANDLE()
        process = wintypes.HANDLE(kernel.GetCurrentProcess())
        if not security.OpenProcessToken(process, _TOKEN_QUERY, ctypes.byref(token)):
            raise ctypes.WinError(ctypes.get_last_error())
        try:
            size = wintypes.DWORD()
            security.GetTokenInformation(token, _TOKEN_USER, None, 0, ctypes.byref(size))
            user = ctypes.create_string_buffer(size.value)
            if not security.GetTokenInformation(token, _TOKEN_USER, user, size, ctypes.byref(size)):
                raise ctypes.WinError(ctypes.get_last_error())
            # TOKEN_USER begins with the pointer to the SID.
            sid = ctypes.cast(user, ctypes.POINTER(ctypes.c_void_p)).contents
            text = wintypes.LPWSTR()
            if not security.ConvertSidToStringSidW(sid, ctypes.byref(text)):
                raise ctypes.WinError(ctypes.get_last_error())
            try:
                return str(text.value)
            finally:
                kernel.LocalFree(text)
        finally:
            kernel.CloseHandle(token)
