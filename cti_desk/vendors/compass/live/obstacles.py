"""What stands in the agent's way, and what the profile has wrong, as the company's lists show."""

from __future__ import annotations

from cti_desk.core.capabilities import Obstacle
from cti_desk.vendors.compass.live.chosen_queues import ChosenQueues
from cti_desk.vendors.compass.live.monitor import Monitor
from cti_desk.vendors.compass.live.own_state import NO_PHONE, UNREGISTERED


def warnings_of(monitor: Monitor, chosen: ChosenQueues, user: str) -> tuple[str, ...]:
    """Queues of the profile that there are not, and a user whom the company does not have."""
    if not monitor.loaded:
        return ()
    missing = chosen.unknown(monitor.names)
    found = [f"Your profile names a queue that there is not: {each}." for each in missing]
    if _is_missing(monitor):
        found.append(not_listed(user))
    return tuple(found)


def obstacles_of(monitor: Monitor, user: str, *, registered: bool | None) -> tuple[Obstacle, ...]:
    """Why the agent cannot be reached. ``registered``: their telephone is, at the platform."""
    if not monitor.loaded:
        return ()
    if _is_missing(monitor):
        return (Obstacle("agent", not_listed(user)),)
    own = monitor.user
    if own is not None and own.logged_in is False:
        return (Obstacle("phone", NO_PHONE),)
    return (Obstacle("phone", UNREGISTERED),) if registered is False else ()


def not_listed(user: str) -> str:
    """The sentence about a user whom the company does not have."""
    return f"Compass does not list {user} among the company's users."


def _is_missing(monitor: Monitor) -> bool:
    return monitor.user_id not in monitor.company.users
