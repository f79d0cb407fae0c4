import pytest

from cti_desk.vendors.compass.client.schema import read_schema
from cti_desk.vendors.compass.client.status_body import from_schema
from cti_desk.vendors.compass.methods import ENDPOINTS
from cti_desk.vendors.compass.simulator.rest.openapi import document
from tests.support.compass_asked import ORIGIN


@pytest.mark.parametrize("version", [1, 2, 3])
def test_each_version_lists_what_it_has(version: int) -> None:
    listed = {
        (verb.upper(), path)
        for path, item in document(version, ORIGIN, call_control=False)["paths"].items()
        for verb in item
    }
    assert listed == {(e.verb, e.path) for e in ENDPOINTS.values() if version in e.versions}


def test_every_place_is_a_parameter_and_every_call_named_once() -> None:
    paths = document(3, ORIGIN, call_control=True)["paths"]
    names = []
    for path, item in paths.items():
        for operation in item.values():
            names.append(operation["operationId"])
            places = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
            assert all(f"{{{place}}}" in path for place in places)
            assert path.count("{") == len(places)
            assert "200" in operation["responses"]
    assert len(set(names)) == len(names)


def test_a_desk_reads_the_bodies_that_no_public_text_gives() -> None:
    schema = read_schema(document(3, ORIGIN, call_control=False))
    status = from_schema(schema.find("POST", "/user/{id}/status"))
    assert status is not None
    assert status.body("NONE", "Away") == {"receiveCalls": "receiveNone", "displayStatus": "Away"}
    pickup = schema.find("POST", "/user/{id}/pickupQueueCall")
    assert pickup is not None
    assert pickup.fields is not None
    assert [(field.name, field.required) for field in pickup.fields] == [("callId", True)]


def test_references_are_urls_and_those_of_version_1_plain() -> None:
    for version, expected in ((3, "uri"), (1, "")):
        schema = read_schema(document(version, ORIGIN, call_control=False))
        change = schema.find("PATCH", "/identity/{id}")
        assert change is not None
        assert change.fields is not None
        assert {field.format for field in change.fields} == {expected}
