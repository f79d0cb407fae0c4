"""The API's description in OpenRPC 1.3, made from the table of methods."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import msgspec

from cti_desk import __version__
from cti_desk.api.method import Method
from cti_desk.api.schema import complete

OpenRpc = dict[str, Any]

_REF: Final = "#/components/schemas/{name}"


def describe(methods: Iterable[Method]) -> OpenRpc:
    """An OpenRPC document; the types stand under ``components``."""
    table = tuple(methods)
    types = [kind for method in table for kind in (method.params, _result(method))]
    schemas, components = msgspec.json.schema_components(types, ref_template=_REF)
    complete(components)
    return {
        "openrpc": "1.3.2",
        "info": {"title": "CTI Desk", "version": __version__},
        "methods": [
            _method(method, components, schemas[2 * index + 1])
            for index, method in enumerate(table)
        ],
        "components": {"schemas": components},
    }


def _result(method: Method) -> Any:
    return Any if method.result is None else method.result


def _method(method: Method, components: dict[str, Any], result: dict[str, Any]) -> dict[str, Any]:
    properties = components[method.params.__name__].get("properties", {})
    required = components[method.params.__name__].get("required", [])
    return {
        "name": method.name,
        "summary": method.doc,
        "paramStructure": "either",
        "params": [
            {"name": name, "required": name in required, "schema": properties[name]}
            for name in method.order
        ],
        "result": {"name": "result", "schema": result},
        "errors": [{"code": error.rpc_code, "message": error.__name__} for error in method.errors],
        "x-scope": method.scope,
    }
