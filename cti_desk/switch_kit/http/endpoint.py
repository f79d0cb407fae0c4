"""How one call of an HTTP interface is declared, and what it sends."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final, Literal
from urllib.parse import quote

from msgspec import Struct

from cti_desk.core.errors import UsageError
from cti_desk.declarations.methods import Method
from cti_desk.switch_kit.http.codecs import JSON_BODY, BodyCodec, Shape, anything
from cti_desk.switch_kit.http.origins import Origin

Verb = Literal["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

BODY: Final = "body"
"""The argument of a method whose body no public text gives: a JSON object, as the caller's own
platform describes it."""

_PLACE: Final = re.compile(r"\{(\w+)\}")
_WITH_BODY: Final = frozenset({"POST", "PUT", "PATCH"})


class Wire(Struct, frozen=True):
    """A request ready to be sent: ``path`` is quoted, ``body`` is its data or nothing."""

    verb: Verb
    path: str
    query: Mapping[str, str] = {}
    body: dict[str, Any] | None = None


class Endpoint(Struct, frozen=True):
    """One documented call; ``method.section`` is where the vendor's document describes it.

    ``path`` has arguments in braces; those in ``query`` follow it, all others are the body.
    ``versions`` are those of the interface that have it; an interface without versions has none.
    A vendor whose arguments need more than their text overrides `path_part`, `query_value` or
    `body_value`.
    """

    method: Method
    verb: Verb
    path: str
    versions: tuple[int, ...] = ()
    query: tuple[str, ...] = ()
    body: BodyCodec = JSON_BODY
    shape: Shape = anything

    @property
    def name(self) -> str:
        return self.method.name

    def version_for(self, negotiated: int) -> int:
        """The version to ask for: the negotiated one, else the nearest that has this call."""
        older = [version for version in self.versions if version <= negotiated]
        return max(older) if older else min(self.versions, default=negotiated)

    def check(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Checked arguments; raise `UsageError` naming what is missing, unknown or wrong."""
        return checked(self.method, params)

    def request(self, arguments: Mapping[str, Any], version: int = 0, origin: Origin = "") -> Wire:
        """What to send for checked arguments; ``origin`` is ``https://`` and the host.

        Raises `UsageError` for an argument that this version has not, or another host's object.
        """
        places = _PLACE.findall(self.path)
        path = self.path
        for place in places:
            part = quote(self.path_part(place, str(arguments[place]), origin), safe="")
            path = path.replace(f"{{{place}}}", part)
        query = {
            name: self.query_value(name, str(arguments[name]), origin)
            for name in self.query
            if name in arguments
        }
        if BODY in arguments:
            return Wire(self.verb, path, query, json_object(arguments[BODY]))
        if self.verb not in _WITH_BODY:
            return Wire(self.verb, path, query)
        rest = {
            name: self.body_value(name, value, version, origin)
            for name, value in arguments.items()
            if name not in places and name not in query
        }
        return Wire(self.verb, path, query, self.method.spell(rest, f"v{version}"))

    def path_part(self, name: str, value: str, origin: Origin) -> str:
        """An argument as a part of the path, before it is quoted."""
        return value

    def query_value(self, name: str, value: str, origin: Origin) -> str:
        """An argument as it stands in the query, before it is quoted."""
        return value

    def body_value(self, name: str, value: Any, version: int, origin: Origin) -> Any:
        """An argument as it stands in the body."""
        return value


def checked(method: Method, params: Mapping[str, Any]) -> dict[str, Any]:
    """A method's arguments, checked; its body may be given as an object or as a JSON text."""
    given = dict(params)
    if isinstance(given.get(BODY), Mapping):
        given[BODY] = json.dumps(given[BODY])
    return method.check(given)


def json_object(text: str) -> dict[str, Any]:
    """The object in a JSON text; raise `UsageError` where there is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{BODY} is no JSON: {error}.") from error
    if not isinstance(found, dict):
        raise UsageError(f"{BODY} must be a JSON object, such as {{}}.")
    return found
