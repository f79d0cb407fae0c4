"""What a platform's own description (OpenAPI 2 or 3) says of its calls; tolerant, and bounded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from msgspec import Struct

_DEEPEST: Final = 12
_VERBS: Final = ("get", "post", "patch", "delete", "put")


class BodyField(Struct, frozen=True):
    """One member of a body; ``kind`` and ``format`` in the schema's words."""

    name: str
    required: bool = False
    kind: str = ""
    format: str = ""
    choices: tuple[str, ...] = ()

    @property
    def is_url(self) -> bool:
        return self.format.lower() in ("uri", "url", "uri-reference")


class Operation(Struct, frozen=True):
    """One call. ``fields`` are ``None`` when it has a body that is not described."""

    verb: str
    path: str
    fields: tuple[BodyField, ...] | None = ()
    summary: str = ""

    @property
    def last(self) -> str:
        """The path's last word, small: ``answer`` of ``/call/{id}/answer``."""
        return self.path.rstrip("/").rpartition("/")[2].lower()


class Schema(Struct, frozen=True):
    """All calls that a platform lists."""

    operations: tuple[Operation, ...] = ()

    def find(self, verb: str, path: str) -> Operation | None:
        """A call by verb and path, whatever the names of what stands in braces."""
        wanted = _bare(path)
        for one in self.operations:
            if one.verb == verb and _bare(one.path) == wanted:
                return one
        return None


def read_schema(document: Any) -> Schema:
    """Read a description; what cannot be understood is left out. Never raises."""
    if not isinstance(document, dict):
        return Schema()
    prefix = _prefix(document)
    return Schema(
        tuple(
            _operation(document, verb.upper(), f"{prefix}{path}", found)
            for path, item in _mapping(document.get("paths")).items()
            for verb, found in _mapping(item).items()
            if verb in _VERBS and isinstance(found, dict)
        )
    )


def _operation(document: Any, verb: str, path: str, found: dict[str, Any]) -> Operation:
    summary = found.get("summary") or found.get("description") or ""
    return Operation(verb, path, _fields(document, found), str(summary)[:200])


def _fields(document: Any, found: dict[str, Any]) -> tuple[BodyField, ...] | None:
    described, schema = _body_schema(document, found)
    if not described:
        return ()
    if schema is None:
        return None
    members: dict[str, BodyField] = {}
    for part in _parts(document, schema, 0):
        required = part.get("required")
        needed = set(map(str, required)) if isinstance(required, list) else set()
        for name, one in _mapping(part.get("properties")).items():
            members[str(name)] = _field(document, str(name), one, name in needed)
        for name in needed & members.keys():
            one = members[name]
            members[name] = BodyField(name, True, one.kind, one.format, one.choices)
        if missing := needed - members.keys():
            members.update({name: BodyField(name, required=True) for name in missing})
    return tuple(members.values()) or None


def _body_schema(document: Any, found: dict[str, Any]) -> tuple[bool, Any]:
    """Whether there is a body, and its schema: from version 3's or version 2's place."""
    if "requestBody" in found:
        body = _resolved(document, found["requestBody"], 0)
        media = [_mapping(each) for each in _mapping(body.get("content")).values()]
        return True, next((each["schema"] for each in media if "schema" in each), None)
    parameters = found.get("parameters")
    for each in parameters if isinstance(parameters, list) else ():
        parameter = _resolved(document, each, 0)
        if parameter.get("in") == "body":
            return True, parameter.get("schema")
    return False, None


def _field(document: Any, name: str, found: Any, required: bool) -> BodyField:
    schema = _resolved(document, found, 0)
    choices = schema.get("enum")
    return BodyField(
        name,
        required,
        str(schema.get("type") or ""),
        str(schema.get("format") or ""),
        tuple(str(each) for each in choices if each is not None)
        if isinstance(choices, list)
        else (),
    )


def _parts(document: Any, schema: Any, depth: int) -> Iterator[dict[str, Any]]:
    """The schema, and all it is composed of."""
    found = _resolved(document, schema, depth)
    if not found or depth > _DEEPEST:
        return
    composed = found.get("allOf")
    for each in composed[:50] if isinstance(composed, list) else ():
        yield from _parts(document, each, depth + 5)
    yield found


def _resolved(document: Any, found: Any, depth: int) -> dict[str, Any]:
    """What a local reference points to; empty when it points nowhere or in a circle."""
    while isinstance(found, dict) and "$ref" in found:
        depth += 1
        reference = found["$ref"]
        if depth > _DEEPEST or not isinstance(reference, str) or not reference.startswith("#/"):
            return {}
        found = document
        for part in reference[2:].split("/"):
            name = part.replace("~1", "/").replace("~0", "~")
            found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def _prefix(document: dict[str, Any]) -> str:
    """What stands before each path: version 2's base path, or that of version 3's first server."""
    base = document.get("basePath")
    servers = document.get("servers")
    if not isinstance(base, str) and isinstance(servers, list) and servers:
        base = _mapping(servers[0]).get("url")
    if not isinstance(base, str):
        return ""
    try:
        return urlsplit(base).path.rstrip("/")
    except ValueError:
        return ""


def _bare(path: str) -> str:
    return "/".join(
        "{}" if part.startswith("{") else part.lower() for part in path.strip("/").split("/")
    )


def _mapping(found: Any) -> Mapping[str, Any]:
    return found if isinstance(found, dict) else {}
