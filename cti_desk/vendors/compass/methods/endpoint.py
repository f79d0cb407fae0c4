"""How a method of Compass's REST interface is declared: a core method, and how it travels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cti_desk.switch_kit.http import endpoint
from cti_desk.switch_kit.http.origins import Origin
from cti_desk.vendors.compass.methods.references import absolute, object_id

ALL_VERSIONS: Final = (1, 2, 3)
FROM_2: Final = (2, 3)
UNTIL_2: Final = (1, 2)
ONLY_1: Final = (1,)
ONLY_3: Final = (3,)

_YES: Final = frozenset({"yes", "true", "1"})


class Endpoint(endpoint.Endpoint, frozen=True):
    """One documented call, whose arguments may name objects of the platform.

    ``references`` maps an argument to the type of object that it names by URL; version 1 takes
    those of ``plain_in_1`` as they are. ``feature`` must be bought for the user (403 without).
    """

    versions: tuple[int, ...] = ALL_VERSIONS
    references: Mapping[str, str] = {}
    plain_in_1: tuple[str, ...] = ()
    feature: str = ""

    def path_part(self, name: str, value: str, origin: Origin) -> str:
        return object_id(value, origin) if name in ("id", "company") else value

    def query_value(self, name: str, value: str, origin: Origin) -> str:
        kind = self.references.get(name)
        return value if kind is None else absolute(value, kind, origin)

    def body_value(self, name: str, value: Any, version: int, origin: Origin) -> Any:
        """An argument as JSON has it. From version 2 on an empty reference clears as null."""
        declared = next(one for one in self.method.arguments if one.name == name)
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
