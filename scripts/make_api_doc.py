"""Writes docs/api.md from the table of methods.

python scripts/make_api_doc.py           write it
python scripts/make_api_doc.py --check   fail when it is stale
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from cti_desk.api.commands import METHODS
from cti_desk.api.method import Method
from cti_desk.api.openrpc import describe
from cti_desk.api.schema import documents
from cti_desk.core.errors import BY_RPC_CODE
from cti_desk.core.events import EventType
from scripts.gate import write_or_check

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "api.md"
TEXT = ROOT / "docs" / "api.in.md"

_ERRORS = {
    "RefusedByVendor": "the vendor said no; `data.code` is its code",
    "UsageError": "the command misses something, or names a call that is not up",
    "DeskNotRunning": "nobody serves the local API (only clients say this)",
    "NotOffered": "this vendor, agent or call does not have that command",
    "OutcomeUnknown": "no answer in time: it may or may not have happened",
    "NoLink": "the telephone system cannot be reached",
    "AmbiguousCall": "several calls can be meant, or would be moved; `data.calls` lists them",
}

_STANDARD = (
    (-32700, "this is not JSON", 2),
    (-32600, "this is not a request, or longer than 1 MiB", 2),
    (-32601, "there is no such method", 2),
    (-32602, "a parameter is missing, unknown or of the wrong type", 2),
    (-32603, "the desk failed inside", 1),
    (-32000, "too many programs, or too many unanswered requests", 1),
)


def page() -> str:
    """The whole page: the text by hand, with the generated parts in their places."""
    text = TEXT.read_text("utf-8")
    parts: dict[str, str] = {
        "methods": _methods(),
        "details": _details(),
        "errors": _errors(),
        "events": _events(),
    }
    for name, part in parts.items():
        mark = f"<!-- {name} -->\n"
        assert mark in text, name
        text = text.replace(mark, part)
    return text


def _methods() -> str:
    lines = ["| Method | Parameters | Scope |", "|---|---|---|"]
    for method in METHODS:
        params = ", ".join(_signature(method)) or "–"
        lines.append(f"| [`{method.name}`](#{_anchor(method.name)}) | {params} | {method.scope} |")
    return "\n".join(lines) + "\n"


def _signature(method: Method) -> list[str]:
    described = _described(method)
    return [f"`{param['name']}{'' if param['required'] else '?'}`" for param in described["params"]]


def _details() -> str:
    return "\n".join(_detail(method) for method in METHODS)


def _detail(method: Method) -> str:
    described = _described(method)
    lines = [f"### {method.name}", "", method.doc, ""]
    for param in described["params"]:
        need = "required" if param["required"] else "optional"
        lines.append(f"* `{param['name']}`: {_type(param['schema'])}, {need}")
    lines += [""] if described["params"] else []
    notes = _docstring(method)
    lines += [notes, ""] if notes else []
    lines.append(f"Result: {_type(described['result']['schema'])}.")
    if method.errors:
        lines.append(f"Errors: {', '.join(f'`{error.__name__}`' for error in method.errors)}.")
    if method.example is not None:
        lines += ["", "```json", json.dumps(_request(method)), "```"]
    return "\n".join([*lines, ""])


def _docstring(method: Method) -> str:
    """What the parameters' struct says about them."""
    own = method.params.__dict__.get("__doc__") or ""
    text = " ".join(own.split()).replace("``", "`")
    return "" if text == "No parameters." else text


def _request(method: Method) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 1, "method": method.name, "params": method.example}


def _described(method: Method) -> dict[str, Any]:
    found: dict[str, Any] = next(
        item for item in _DOCUMENT["methods"] if item["name"] == method.name
    )
    return found


_DOCUMENT = describe(METHODS)
_WORDS = {"string": "text", "boolean": "true or false", "null": "null", "array": "a list"}


def _type(schema: dict[str, Any]) -> str:
    """A JSON Schema in a few words."""
    if "$ref" in schema:
        return f"`{schema['$ref'].rsplit('/', 1)[-1]}`"
    if "anyOf" in schema:
        return " or ".join(_type(choice) for choice in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(f"`{choice}`" for choice in schema["enum"] if choice is not None)
    if schema.get("type") == "array" and isinstance(schema.get("items"), dict):
        return f"a list of {_type(schema['items'])}"
    kind = schema.get("type", "anything")
    if isinstance(kind, list):
        return " or ".join(_WORDS.get(one, one) for one in kind)
    return _WORDS.get(kind, "an object" if kind == "object" else str(kind))


def _anchor(name: str) -> str:
    return name.lower().replace(".", "")


def _errors() -> str:
    lines = ["| Code | Name | Meaning | Exit code |", "|---|---|---|---|"]
    for code, kind in BY_RPC_CODE.items():
        meaning = _ERRORS[kind.__name__]
        lines.append(f"| {code} | {kind.__name__} | {meaning} | {kind.exit_code} |")
    lines += [f"| {code} | – | {meaning} | {exit_} |" for code, meaning, exit_ in _STANDARD]
    return "\n".join(lines) + "\n"


def _events() -> str:
    schemas = documents()
    lines = ["| Event | Carries | Schema |", "|---|---|---|"]
    for event in EventType:
        name = f"events/{event.value}.json"
        members = schemas[name]["$defs"]["WireEvent"]["required"][4:]
        carried = ", ".join(f"`{member}`" for member in members) or "–"
        lines.append(f"| `{event.value}` | {carried} | [{name}](../resources/schema/{name}) |")
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write the page, or compare it; returns the exit code."""
    return write_or_check(PAGE, page(), "scripts/make_api_doc.py", arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
