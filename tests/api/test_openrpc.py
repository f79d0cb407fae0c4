from __future__ import annotations

import re
from typing import Any

from jsonschema import Draft202012Validator

from cti_desk import __version__
from cti_desk.api.commands import METHODS
from cti_desk.api.dispatcher import Dispatcher
from tests.support.api import Program
from tests.support.fake_desk import FakeDesk


def discovered() -> dict[str, Any]:
    document: dict[str, Any] = Program(Dispatcher(FakeDesk())).call("rpc.discover")
    return document


def test_the_description_lists_every_method_with_its_errors() -> None:
    document = discovered()
    assert document["openrpc"].startswith("1.")
    assert document["info"] == {"title": "CTI Desk", "version": __version__}
    methods = {item["name"]: item for item in document["methods"]}
    assert list(methods) == [method.name for method in METHODS]
    hangup = methods["call.hangup"]
    assert {error["code"] for error in hangup["errors"]} >= {-32001, -32004, -32007}
    assert [param["name"] for param in hangup["params"]] == ["call_id", "wait"]
    assert [param["required"] for param in methods["call.dial"]["params"]] == [True, False, False]


def test_every_reference_leads_somewhere() -> None:
    document = discovered()
    schemas = document["components"]["schemas"]
    named = set(re.findall(r"#/components/schemas/(\w+)", str(document)))
    assert named <= set(schemas)
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)


def test_what_is_always_written_is_required() -> None:
    schemas = discovered()["components"]["schemas"]
    assert "stale_s" in schemas["WireLink"]["required"]
    assert "correlation_id" in schemas["Call"]["required"]
