"""The schema of each version: OpenAPI 3, of what this simulator has."""

from __future__ import annotations

import re
from typing import Any, Final

from cti_desk.vendors.compass.client.media import media_type
from cti_desk.vendors.compass.simulator.rest.call_control import CONTROLS
from cti_desk.vendors.compass.simulator.rest.reading import STATUS_WORDS
from cti_desk.vendors.compass.simulator.rest.routes import CONTROL, DECLARED, Route

_PLACE: Final = re.compile(r"\{(\w+)\}")
_TEXT: Final = {"type": "string"}
_URL: Final = {"type": "string", "format": "uri"}
_CALL: Final = {"callId": _TEXT}
_TRANSFER: Final = {"callId": _TEXT, "destination": _TEXT}


def document(version: int, origin: str, *, call_control: bool) -> dict[str, Any]:
    """The whole document for one version."""
    paths: dict[str, dict[str, Any]] = {}
    for route in (*DECLARED, *(CONTROL if call_control else ())):
        if version in route.versions:
            operation = _operation(route, version)
            paths.setdefault(route.path, {})[route.verb.lower()] = operation
    return {
        "openapi": "3.0.3",
        "info": {"title": "Simulated Compass REST API", "version": f"v{version}"},
        "servers": [{"url": origin}],
        "security": [{"basic": []}],
        "paths": paths,
        "components": {"securitySchemes": {"basic": {"type": "http", "scheme": "basic"}}},
    }


def _operation(route: Route, version: int) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": _TEXT}
        for name in _PLACE.findall(route.path)
    ]
    query = {"user.permission": "targetEntity"}.get(route.name)
    if route.name.endswith("Filtered"):
        query = "filter"
    if query is not None:
        parameters.append({"name": query, "in": "query", "required": True, "schema": _TEXT})
    found: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.summary,
        "parameters": parameters,
        "responses": {
            "200": {"description": "Done.", "content": {media_type(version): {"schema": {}}}},
            **{str(code): {"description": words} for code, words in _REFUSALS.items()},
        },
    }
    body = _body(route.name, version)
    if body is not None:
        content = {media_type(version): {"schema": body}}
        found["requestBody"] = {"required": True, "content": content}
    return found


_REFUSALS: Final = {
    400: "The request makes no sense.",
    401: "Log in.",
    403: "No right, or a feature that is not enabled.",
    404: "There is no such object.",
    406: "Another version.",
}


def _body(name: str, version: int) -> dict[str, Any] | None:
    bodies: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
        "user.setStatus": (
            {
                "receiveCalls": {"type": "string", "enum": list(STATUS_WORDS.values())},
                "displayStatus": _TEXT,
            },
            ("receiveCalls",),
        ),
        "user.dialNumber": ({"destination": _TEXT}, ("destination",)),
        "user.dialUser": ({"callee": _URL}, ("callee",)),
        "user.pickupQueueCall": (_CALL, ("callId",)),
        "extension.pickupQueueCall": (_CALL, ("callId",)),
        "user.listenIn": (_CALL, ("callId",)),
        "identity.change": (_identity(version), ()),
        "dpSwitch.change": ({"currentSetting": {"type": "integer"}}, ("currentSetting",)),
        **{
            f"user.{one.name}": (_TRANSFER, ("callId", "destination"))
            if one.number
            else (_CALL, ("callId",))
            for one in CONTROLS
        },
    }
    action = name.partition(".")[2]
    if action == "loginQueue":
        found: dict[str, Any] = {"priority": {"type": "integer", "minimum": 1, "maximum": 3}}
        bodies[name] = ({"queue": _URL, **found, "callForward": {"type": "boolean"}}, ("queue",))
    elif action in ("logoutQueue", "pauseQueue", "unpauseQueue"):
        bodies[name] = ({"queue": _URL}, ("queue",))
    if name not in bodies:
        return None
    properties, required = bodies[name]
    schema = {"type": "object", "properties": properties}
    return schema | {"required": list(required)} if required else schema


def _identity(version: int) -> dict[str, Any]:
    if version == 1:
        return {"outboundCli": _TEXT, "extension": _TEXT}
    reference = {**_URL, "nullable": True}
    return {"cli": reference, "extension": reference}
