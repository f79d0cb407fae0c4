"""Which call a path means: the declared ones, and those of call control."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from cti_desk.vendors.compass.methods import ENDPOINTS
from cti_desk.vendors.compass.methods.calls import CALL_CONTROL as CALL_CONTROL_FEATURE
from cti_desk.vendors.compass.methods.calls import LISTEN_IN as LISTEN_IN_FEATURE
from cti_desk.vendors.compass.methods.calls import PICKUP as PICKUP_FEATURE
from cti_desk.vendors.compass.methods.endpoint import ALL_VERSIONS
from cti_desk.vendors.compass.simulator.platform import CALL_CONTROL, LISTEN_IN, QUEUE_PICKUP
from cti_desk.vendors.compass.simulator.rest.actions import ACTIONS
from cti_desk.vendors.compass.simulator.rest.asked import RestError
from cti_desk.vendors.compass.simulator.rest.call_control import CONTROLS
from cti_desk.vendors.compass.simulator.rest.reading import READING, Handler

RIGHT_OF: Final = {
    PICKUP_FEATURE: QUEUE_PICKUP,
    LISTEN_IN_FEATURE: LISTEN_IN,
    CALL_CONTROL_FEATURE: CALL_CONTROL,
}
_PLACE: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Route:
    """One call; ``right`` is the feature it needs, ``summary`` for the schema."""

    name: str
    verb: str
    path: str
    versions: tuple[int, ...]
    handler: Handler
    right: str | None = None
    summary: str = ""

    def match(self, path: str) -> Mapping[str, str] | None:
        """What stands in the path's places; ``None`` if it is another path."""
        pattern = "/".join(
            rf"(?P<{place[1]}>[^/]+)" if (place := _PLACE.fullmatch(part)) else re.escape(part)
            for part in self.path.split("/")
        )
        # dpSwitch is spelt dpswitch in what the platform itself answers.
        found = re.fullmatch(pattern, path.rstrip("/") or "/", re.IGNORECASE)
        if found is None:
            return None
        return {name: unquote(value) for name, value in found.groupdict().items()}


def _declared() -> Iterator[Route]:
    handlers = {**READING, **ACTIONS}
    for name, endpoint in ENDPOINTS.items():
        yield Route(
            name,
            endpoint.verb,
            endpoint.path,
            endpoint.versions,
            handlers[name],
            RIGHT_OF.get(endpoint.feature),
            endpoint.method.help,
        )


DECLARED: Final = tuple(
    # What has fewer places is meant before what would take any word.
    sorted(_declared(), key=lambda route: len(_PLACE.findall(route.path)))
)
CONTROL: Final = tuple(
    Route(
        f"user.{one.name}",
        "POST",
        f"/user/{{id}}/{one.name}",
        ALL_VERSIONS,
        one.handle,
        CALL_CONTROL,
        one.summary,
    )
    for one in CONTROLS
)


def find(verb: str, path: str, version: int, call_control: bool) -> tuple[Route, Mapping[str, str]]:
    """The route for a request; raises RestError 404 or 405."""
    known = False
    for route in (*DECLARED, *(CONTROL if call_control else ())):
        places = route.match(path) if version in route.versions else None
        if places is None:
            continue
        if route.verb == verb:
            return route, places
        known = True
    if known:
        raise RestError(405, f"{verb} is not possible there.")
    raise RestError(404, "There is no such path.")
