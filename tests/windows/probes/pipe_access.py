"""Runs on Windows: whose the desk's pipe is, and what its name is made of. Prints JSON."""

import json

import win32api
import win32file
import win32process
import win32security
import winerror
from pywintypes import error as WindowsError

from cti_desk.api.pipe_name import compose, pipe_name
from cti_desk.api.windows_user import own_session, own_sid

READ_CONTROL = 0x20000


def opens(name: str) -> int:
    """Whether a pipe of this name can be opened: 0, or Windows' error."""
    try:
        win32file.CreateFile(name, READ_CONTROL | 0xC0000000, 0, None, 3, 0, None).Close()
    except WindowsError as error:
        return error.winerror
    return 0


def access_list(name: str) -> list[str] | None:
    """The SIDs that the pipe's access list admits; None where Windows (Wine) tells none."""
    pipe = win32file.CreateFile(name, READ_CONTROL | 0xC0000000, 0, None, 3, 0, None)
    asked = win32security.DACL_SECURITY_INFORMATION
    descriptor = win32security.GetSecurityInfo(pipe, win32security.SE_KERNEL_OBJECT, asked)
    entries = descriptor.GetSecurityDescriptorDacl()
    if entries is None:
        return None
    sids = (entries.GetAce(number)[2] for number in range(entries.GetAceCount()))
    return [win32security.ConvertSidToStringSid(sid) for sid in sids]


def main() -> None:
    token = win32security.OpenProcessToken(win32api.GetCurrentProcess(), 0x0008)
    user, _ = win32security.GetTokenInformation(token, win32security.TokenUser)
    sid = win32security.ConvertSidToStringSid(user)
    session = own_session()
    name = pipe_name("desk")
    print(
        json.dumps(
            {
                "sid": [own_sid(), sid],
                "session": [session, win32process.GetCurrentProcessId() and session],
                "name": name,
                "opens": opens(name),
                "other session": opens(compose(sid, session + 1, "desk")),
                "other user": opens(compose(sid + "1", session, "desk")),
                "absent": winerror.ERROR_FILE_NOT_FOUND,
                "admitted": access_list(name),
            }
        )
    )


main()
