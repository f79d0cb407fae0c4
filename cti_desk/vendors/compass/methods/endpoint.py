"""How a method of Compass's REST interface is declared: a core method, and how it travels."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final, Literal
from urllib.parse import quote

from msgspec import Struct

from cti_desk.core.errors import UsageError
from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Method
from cti_desk.vendors.compass.methods.references import Origin, absolute, object_id

Verb = Literal["GET", "POST", "PATCH", "DELETE"]

ALL_VERSIONS: Final = (1, 2, 3)
FROM_2: Final = (2, 3)
UNTIL_2: Final = (1, 2)
ONLY_1: Final = (1,)
ONLY_3: Final = (3,)

BODY: Final = "body"
"""The argument of a method whose body no public text gives: a JSON object, as the caller's own
platform describes it."""

_PLACE: Final = re.compile(r"\{(\w+)\}")
_YES: Final = frozenset({"yes", "true", "1"})


class Wire(Struct, frozen=True):
    """A request ready to be sent: ``path`` is quoted, ``body`` is JSON data or nothing."""

    verb: Verb
    path: str
    query: Mapping[str, str] = {}
    body: dict[str, Any] | None = None


class Endpoint(Struct, frozen=True):
    """One documented call.

    ``path`` has arguments in braces; those in ``query`` follow it, all others are the body.
    ``versions`` are those of the interface that have it. ``references`` maps an argument to the
    type of object that it names by URL; version 1 takes those of ``plain_in_1`` as they are.
    ``feature`` must be bought for the user (403 without).
    """

    method: Method
    verb: Verb
    path: str
    versions: tuple[int, ...] = ALL_VERSIONS
    query: tuple[str, ...] = ()
    references: Mapping[str, str] = {}
    plain_in_1: tuple[str, ...] = ()
    feature: str = ""

    @property
    def name(self) -> str:
        return self.method.name

    def version_for(self, negotiated: int) -> int:
        """The version to ask for: the negotiated one, else the nearest that has this call."""
        older = [version for version in self.versions if version <= negotiated]
        return max(older) if older else min(self.versions)

    def check(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Checked arguments; raise `UsageError` naming what is missing, unknown or wrong."""
        return checked(self.method, params)

    def request(self, arguments: Mapping[str, Any], version: int, origin: Origin) -> Wire:
        """What to send for checked arguments; ``origin`` is ``https://`` and the REST host.

        Raises `UsageError` for an argument that this version has not, or another host's object.
        """
        places = _PLACE.findall(self.path)
        path = self.path
        for place in places:
            part = quote(self._in_path(place, str(arguments[place]), origin), safe="")
            path = path.replace(f"{{{place}}}", part)
        query = {name: str(arguments[name]) for name in self.query if name in arguments}
        for name in query.keys() & self.references.keys():
            query[name] = absolute(query[name], self.references[name], origin)
        if BODY in arguments:
            return Wire(self.verb, path, query, json_object(arguments[BODY]))
        rest = {
            name: self._value(name, value, version, origin)
            for name, value in arguments.items()
            if name not in places and name not in query
        }
        return Wire(self.verb, path, query, self._spelt(rest, version))

    def _spelt(self, values: dict[str, Any], version: int) -> dict[str, Any] | None:
        if self.verb not in ("POST", "PATCH"):
            return None
        return self.method.spell(values, f"v{version}")

    def _in_path(self, place: str, value: str, origin: Origin) -> str:
        return object_id(value, origin) if place in ("id", "company") else value

    def _value(self, name: str, value: Any, version: int, origin: Origin) -> Any:
        """An argument as JSON has it. From version 2 on an empty reference clears as null."""
        declared = self._argument(name)
        if name in self.references:
            if value == "":
                return "" if version == 1 else None
            if version == 1 and name in self.plain_in_1:
                return value
            return absolute(str(value), self.references[name], origin)
        if declared.kind == "integer" and value != "":
            return int(value)
        if declared.kind in ("yes_no", "flag"):
            return str(value).lower() in _YES
        return value

    def _argument(self, name: str) -> Argument:
        return next(one for one in self.method.arguments if one.name == name)


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
