"""What the settings say about the desktop."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

ThemeName = Literal["system", "light", "dark"]


class QueueOptions(Struct, frozen=True):
    """The queue panel: which queues it shows, and which figures stand out (0: never).

    ``only`` names queues by name or number; empty means all. Waits are in seconds.
    """

    show: Literal["all", "own"] = "all"
    only: tuple[str, ...] = ()
    waiting_warning: int = 5
    waiting_alarm: int = 10
    wait_warning_s: float = 60.0
    wait_alarm_s: float = 180.0


class DesktopOptions(Struct, frozen=True):
    """``title`` names the program, ``profile`` the profile in use.

    ``theme`` "system" follows the system, live. ``after_answer`` says what becomes of the
    screen-pop when the call is answered. ``screen_pop`` switches it off.
    ``animations`` ``None`` follows the system. ``on_quit`` other than "ask" quits without asking.
    ``failure_s`` is how long a failure stays to be read, in seconds.
    """

    title: str = "CTI Desk"
    version: str = ""
    profile: str = ""
    simulator: bool = False
    theme: ThemeName = "system"
    always_on_top: bool = True
    screen_pop: bool = True
    after_answer: Literal["small", "hide"] = "small"
    animations: bool | None = None
    on_quit: Literal["ask", "stay", "pause", "logout"] = "ask"
    failure_s: float = 15.0
    queues: QueueOptions = QueueOptions()
