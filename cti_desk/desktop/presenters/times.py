"""Times as an agent reads them."""

from __future__ import annotations

from datetime import datetime, timedelta

from cti_desk.desktop.words import tr


def clock(seconds: float) -> str:
    """A running clock: ``02:17``, ``1:02:17``."""
    hours, minutes, left = _split(seconds)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes:02}:{left:02}"


def length(seconds: float) -> str:
    """A length of time in running text: ``0:41``, ``1:02:17``."""
    hours, minutes, left = _split(seconds)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def rounded(seconds: float) -> str:
    """A length that nobody needs to the second: ``40 s``, ``4 min``, ``2 h``."""
    if seconds < 60:
        return tr("{seconds} s", seconds=max(0, round(seconds)))
    if seconds < 3600:
        return tr("{minutes} min", minutes=round(seconds / 60))
    return tr("{hours} h", hours=round(seconds / 3600))


def minutes(seconds: float) -> str:
    """How long a state has lasted, for a glance: ``just now``, ``12 min``, ``1 h 05 min``."""
    hours, whole, _ = _split(seconds)
    if hours:
        return tr("{hours} h {minutes} min", hours=hours, minutes=f"{whole:02}")
    return tr("{minutes} min", minutes=whole) if whole else tr("just now")


def moment(at: float, now: float) -> str:
    """A moment in the past, in local time: ``Yesterday 16:02``, ``12 Mar 16:02``."""
    then, today = datetime.fromtimestamp(at), datetime.fromtimestamp(now).date()
    time = f"{then:%H:%M}"
    if then.date() == today:
        return tr("Today {time}", time=time)
    if then.date() == today - timedelta(days=1):
        return tr("Yesterday {time}", time=time)
    if then.year == today.year:
        return f"{then.day} {then:%b} {time}"
    return f"{then.day} {then:%b %Y}"


def _split(seconds: float) -> tuple[int, int, int]:
    whole = max(0, int(seconds))
    return whole // 3600, whole % 3600 // 60, whole % 60
