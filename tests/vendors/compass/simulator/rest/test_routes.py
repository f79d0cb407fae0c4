import pytest

from cti_desk.vendors.compass.methods import ENDPOINTS
from cti_desk.vendors.compass.simulator.platform import LISTEN_IN, QUEUE_PICKUP
from cti_desk.vendors.compass.simulator.rest.asked import RestError
from cti_desk.vendors.compass.simulator.rest.routes import DECLARED, find


def test_every_declared_call_has_its_route() -> None:
    assert {route.name for route in DECLARED} == set(ENDPOINTS)


@pytest.mark.parametrize("endpoint", ENDPOINTS.values(), ids=lambda endpoint: endpoint.name)
def test_every_path_leads_to_its_own_call(endpoint) -> None:
    path = endpoint.path.replace("{id}", "15").replace("{type}", "company")
    for version in endpoint.versions:
        route, places = find(endpoint.verb, path, version, False)
        assert route.name == endpoint.name
        assert places.get("id", "15") == "15"


def test_places_are_unquoted_and_case_does_not_matter() -> None:
    route, places = find("GET", "/dpSwitch/a%2Fb/", 3, False)
    assert (route.name, places) == ("dpSwitch.get", {"id": "a/b"})
    assert find("GET", "/dpswitch/100", 3, False)[0].name == "dpSwitch.get"


def test_features_are_needed_where_they_are_declared() -> None:
    needed = {route.right for route in DECLARED if route.right}
    assert needed == {LISTEN_IN, QUEUE_PICKUP}


@pytest.mark.parametrize(
    ("verb", "path", "version", "status"),
    [
        ("GET", "/nothing", 3, 404),
        ("GET", "/company/15/fullUsers", 2, 404),
        ("POST", "/user/1/status", 2, 405),
        ("PUT", "/user/1", 3, 405),
        ("POST", "/user/1/answerCall", 3, 404),
        ("GET", "/user/1/../2", 3, 404),
    ],
)
def test_other_paths_are_refused(verb: str, path: str, version: int, status: int) -> None:
    with pytest.raises(RestError) as caught:
        find(verb, path, version, False)
    assert caught.value.status == status


def test_call_control_is_there_only_when_it_is_listed() -> None:
    assert find("POST", "/user/1/answerCall", 3, True)[0].right == "callControl"
