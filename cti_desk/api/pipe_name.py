"""The name of the local API's pipe on Windows."""

from __future__ import annotations

import sys


def compose(sid: str, session: int, instance: str) -> str:
    """The pipe's full name for a user (SID), a session and an instance."""
    return rf"\\.\pipe\cti-desk-{sid}-{session}-{instance}"


if sys.platform == "win32":
    from cti_desk.api.windows_user import own_session, own_sid

    def pipe_name(instance: str) -> str:
        """The pipe of this user in this session. Raises `OSError`."""
        return compose(own_sid(), own_session(), instance)
