import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cti_desk.simulator.errors import ExchangeError, NotFound
from cti_desk.simulator.model import LegState
from cti_desk.vendors.compass.simulator.rest.asked import RestError
from cti_desk.vendors.compass.simulator.rest.routes import CONTROL, DECLARED
from tests.support.compass_asked import Office, url
from tests.support.compass_sim import ANNA, BRAM

USER = f"/user/{ANNA}"
QUEUE = {"queue": url("queue", "7012")}


@pytest.mark.shows(
    "compass",
    "contradiction: 13: priority as text or number",
)
def test_joining_a_queue_as_the_manual_has_it() -> None:
    office = Office()
    body = {**QUEUE, "priority": "2", "callForward": False}
    assert office.ask("POST", f"{USER}/loginQueue", body) is None
    assert office.exchange.world.queues["7012"].members == {ANNA: 2}
    office.ask("POST", "/identity/7301/loginQueue", {**QUEUE, "priority": 1, "callForward": True})
    assert office.platform.follows_forwards == {(ANNA, "7012")}
    office.ask("POST", f"{USER}/logoutQueue", QUEUE)
    assert office.exchange.world.queues["7012"].members == {}


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, {}),
        (400, {**QUEUE, "priority": 4}),
        (400, {**QUEUE, "priority": "high"}),
        (400, {**QUEUE, "callForward": "yes"}),
        (404, {"queue": url("queue", "1")}),
    ],
)
def test_what_makes_no_sense_joins_nothing(status: int, body: dict[str, Any]) -> None:
    office = Office()
    office.refused(status, "POST", f"{USER}/loginQueue", body)
    assert office.steps == []


@pytest.mark.shows(
    "compass",
    "REST rule: version 3's status clears version 2's pauses, and the other way round",
)
def test_pauses_of_version_2_and_status_of_version_3_undo_each_other() -> None:
    office = Office()
    office.platform.log_in(ANNA, "7012", 1, False)
    queue = office.exchange.world.queues["7012"]
    office.ask("POST", "/identity/7301/pauseQueue", QUEUE, version=2)
    assert ANNA in queue.paused
    body = {"receiveCalls": "receiveOnlyDirect", "displayStatus": "Lunch"}
    office.ask("POST", f"{USER}/status", body)
    assert not queue.paused
    assert office.ask("GET", f"{USER}/status") == body
    office.ask("POST", "/identity/7301/unpauseQueue", QUEUE, version=2)
    assert office.ask("GET", f"{USER}/status")["receiveCalls"] == "receiveAll"
    office.refused(404, "POST", "/identity/7301/pauseQueue", QUEUE, version=3)


def test_a_status_is_one_notification() -> None:
    office = Office()
    office.ask("POST", f"{USER}/status", {"receiveCalls": "receiveNone", "displayStatus": "Away"})
    assert office.flow() == ["status NONE Away"]
    office.refused(400, "POST", f"{USER}/status", {"receiveCalls": "some"})
    office.refused(
        400, "POST", f"{USER}/status", {"receiveCalls": "receiveNone", "displayStatus": 1}
    )


def test_dialling_rings_the_own_phone_and_answers_by_version() -> None:
    office = Office()
    body = {"destination": "0612345678"}
    assert office.ask("POST", f"{USER}/dialNumber", body, version=2) is True
    call = office.exchange.only_call()
    assert call.caller.state is LegState.RINGING
    office.exchange.calls.hang_up(call.id, "callee")
    started = office.ask("POST", f"{USER}/dialNumber", body)
    assert started == office.exchange.only_call().id
    office.variants.call_id = "object"
    office.exchange.calls.hang_up(started, "callee")
    assert set(office.ask("POST", f"{USER}/dialNumber", body)) == {"callId"}


def test_dialling_a_colleague() -> None:
    office = Office()
    call = office.ask("POST", f"{USER}/dialUser", {"callee": url("user", BRAM)})
    assert office.exchange.world.call(call).dialled == "1002"
    with pytest.raises(NotFound):
        office.ask("POST", f"{USER}/dialUser", {"callee": url("user", "1")})


def test_a_waiting_call_is_picked_up() -> None:
    office = Office()
    first, second = office.ring("7012", "11"), office.ring("7012", "22")
    assert office.ask("POST", f"{USER}/pickupQueueCall", {"callId": first.id}) == first.id
    office.exchange.calls.hang_up(first.id, "caller")
    path = "/extension/431001/pickupQueueCall"
    assert office.ask("POST", path, {"callId": second.id}) == second.id
    office.refused(403, "POST", "/extension/431002/pickupQueueCall", {"callId": second.id})


def test_listening_in() -> None:
    office = Office()
    call = office.ring(BRAM)
    office.exchange.calls.answer(call.id)
    listening = office.ask("POST", f"{USER}/listenIn", {"callId": call.id})
    assert office.chronicle.view.calls[listening].destination.type == "ListenIn"


def test_the_own_caller_id_and_extension() -> None:
    office = Office()
    changed = office.ask("PATCH", "/identity/7301", {"cli": url("externalNumber", "5502")})
    assert changed["cli"] == url("externalNumber", "5502")
    assert office.ask("PATCH", "/identity/7301", {"cli": None})["cli"] is None
    body = {"outboundCli": url("outboundCli", "5501"), "extension": "1001"}
    assert office.ask("PATCH", "/identity/7301", body, version=1)["extension"] == "1001"
    moved = office.ask("PATCH", "/identity/7301", {"extension": url("extension", "431002")})
    assert moved["extension"] == url("extension", "431002")
    with pytest.raises(NotFound):
        office.ask("PATCH", "/identity/7301", {"cli": url("externalNumber", "1")})
    office.refused(403, "PATCH", "/identity/7302", {"cli": None})


def test_a_dial_plan_switch() -> None:
    office = Office()
    found = office.ask("PATCH", "/dpSwitch/100", {"currentSetting": 2})
    assert found["currentSetting"] == 2
    for wrong in ("2", True, -1, None):
        office.refused(400, "PATCH", "/dpSwitch/100", {"currentSetting": wrong})
    office.platform.account(ANNA).rights.discard("write")
    office.refused(403, "PATCH", "/dpSwitch/100", {"currentSetting": 1})


def test_users_are_deleted_by_who_is_above_them_only() -> None:
    office = Office()
    office.refused(403, "DELETE", USER)
    office.ask("DELETE", f"/user/{BRAM}", user="9001")
    assert office.flow()[-1] == "user.destroy"
    office.refused(404, "GET", f"/user/{BRAM}")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
NAMES = st.sampled_from(
    [
        *("queue", "priority", "callForward", "destination", "callee", "callId"),
        *("receiveCalls", "displayStatus", "cli", "outboundCli", "extension", "currentSetting"),
    ]
)
URLS = [url("queue", "7012"), url("user", BRAM), url("externalNumber", "5501"), "http://["]
GOOD = st.sampled_from([*URLS, "1002", "7012", "²", "receiveNone", "receiveAll", 1, "1", True, ""])
IDS = st.sampled_from([ANNA, BRAM, "7301", "431001", "100", "9001", "x"])


@settings(max_examples=300)
@given(
    st.sampled_from([one for one in DECLARED if one.verb != "GET"] + list(CONTROL)),
    IDS,
    st.dictionaries(NAMES, GOOD | JSON, max_size=5),
    st.sampled_from([1, 2, 3]),
)
def test_whatever_is_asked_is_done_or_refused_in_words(route, who, body, version) -> None:
    office = Office()
    office.platform.log_in(ANNA, "7012", 1, False)
    office.ring("7012")
    asked = office.asked(places={"id": who}, body=body, version=version)
    try:
        json.dumps(route.handler(asked))
    except (RestError, ExchangeError) as error:
        assert str(error)  # noqa: PT017


def test_who_has_no_phone_cannot_act_with_it() -> None:
    office = Office()
    words = office.refused(400, "POST", "/user/9001/dialNumber", {"destination": "1"}, user="9001")
    assert "no phone" in words
