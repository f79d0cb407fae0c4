"""The REST client and the simulator's REST side, written apart, understand each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from cti_desk.core.errors import CtiError, NotOffered, RefusedByVendor
from cti_desk.vendors.compass.client.rest import Rest
from cti_desk.vendors.compass.client.site import Site
from cti_desk.vendors.compass.methods import ENDPOINTS
from tests.support.compass_rest_sim import Served

IDS = {
    "company": "15",
    "did": "5501",
    "dpSwitch": "100",
    "extension": "431001",
    "externalNumber": "5501",
    "identity": "7301",
    "phone": "275001",
    "queue": "7012",
    "resource": "7012",
    "user": "8323001",
    "voicemail": "610",
}
READING = [name for name, endpoint in ENDPOINTS.items() if endpoint.verb == "GET"]


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with Served() as one:
        yield one


@pytest.fixture
def site(served: Served) -> Site:
    served.reset()
    host, port = served.web.secure
    origin = f"https://{host}:{port}"
    return Site(origin, origin, "1001", served.password, str(served.ca_file))


@pytest.mark.parametrize(("versions", "best"), [("1,2,3", 3), ("1,2", 2), ("1", 1)])
@pytest.mark.shows(
    "compass",
    "contradiction: 7: version 2 current, or only version 3 left",
)
async def test_the_version_is_agreed_on(
    served: Served, site: Site, versions: str, best: int
) -> None:
    served.company.variants.versions = versions
    async with await Rest.connect(site) as rest:
        assert rest.version == best


@pytest.mark.parametrize("name", READING)
@pytest.mark.shows(
    "compass",
    "GET * in version *",
)
async def test_every_declared_read_is_answered_with_its_members(
    served: Served, site: Site, name: str
) -> None:
    served.company.platform.log_in("8323001", "7012", 1, False)
    endpoint = ENDPOINTS[name]
    kind = endpoint.path.split("/")[1]
    of_type = "company" if name == "entitiesFiltered" else "queue"
    arguments: dict[str, Any] = {"filter": of_type, "targetEntity": "15", "type": "company"}
    arguments["id"] = IDS.get(kind, "15")
    wanted = {one.name for one in endpoint.method.arguments}
    for version in endpoint.versions:
        async with await Rest.connect(site, version=version) as rest:
            found = await rest.call(name, **{k: v for k, v in arguments.items() if k in wanted})
        assert found not in (None, [], {})


async def test_a_wrong_password_is_sent_once(served: Served, site: Site) -> None:
    wrong = Site(site.rest, site.files, site.user, "wrong", site.ca_file)
    with pytest.raises(RefusedByVendor):
        await Rest.connect(wrong)
    assert served.logins.stats()["login_attempts"] == 1


async def test_acting_and_its_refusals(served: Served, site: Site) -> None:
    async with await Rest.connect(site) as rest:
        me = await rest.call("user")
        await rest.call(
            "user.loginQueue", id=me["self"], queue="7012", priority=2, callForward="no"
        )
        assert served.company.exchange.world.queues["7012"].members == {"8323001": 2}
        call = await rest.call("user.dialNumber", id="8323001", destination="0612345678")
        assert served.company.exchange.only_call().id in str(call)
        served.company.platform.account("8323001").rights.discard("listenIn")
        with pytest.raises(CtiError, match="Listen in API"):
            await rest.call("user.listenIn", id="8323001", body={"callId": "1"})
        served.company.variants.versions = "2"
        with pytest.raises(NotOffered):
            await rest.call("user.status", id="8323001")


async def test_downloads(served: Served, site: Site) -> None:
    call = served.company.ring("8323001")
    served.company.exchange.calls.hang_up(call.id, "caller")
    async with await Rest.connect(site) as rest:
        found = await rest.call("files.cdr", company="15", which="company", day="2017-04-20")
        assert [row["from_number"] for row in found] == ["31614241111"]
        events = await rest.call(
            "files.events", company="15", which="calls", startTime=0, endTime=9_999_999_999
        )
        assert events[-1]["end_reason"] == "caller"


async def test_the_schema(served: Served, site: Site) -> None:
    async with await Rest.connect(site) as rest:
        schema = await rest.schema()
        assert schema.find("POST", "/user/{id}/dialNumber") is not None
        assert schema.find("POST", "/user/{id}/answerCall") is None


def _arguments(name: str, rung: str) -> dict[str, Any]:
    """Valid arguments of everything that acts."""
    queue = {"queue": "7012"}
    return {
        "user.setStatus": {"body": {"receiveCalls": "receiveOnlyDirect", "displayStatus": "Tea"}},
        "user.loginQueue": queue,
        "identity.loginQueue": queue,
        "user.logoutQueue": queue,
        "identity.logoutQueue": queue,
        "identity.pauseQueue": queue,
        "identity.unpauseQueue": queue,
        "user.dialNumber": {"destination": "0612345678"},
        "user.dialUser": {"callee": "8323002"},
        "user.pickupQueueCall": {"body": {"callId": rung}},
        "extension.pickupQueueCall": {"body": {"callId": rung}},
        "user.listenIn": {"body": {"callId": rung}},
        "dpSwitch.change": {"currentSetting": 2},
    }.get(name, {})


ACTING = [
    (name, version)
    for name, endpoint in ENDPOINTS.items()
    if endpoint.verb != "GET"
    for version in endpoint.versions
]


def _state(served: Served) -> Any:
    """All that an action may change."""
    company = served.company
    platform = company.platform
    accounts = {key: replace(one, rights=set()) for key, one in platform.accounts.items()}
    setting = platform.resource("dpSwitch", "100").setting
    return company.chronicle.view, setting, dict(platform.listening), accounts


@pytest.mark.parametrize(("name", "version"), ACTING)
@pytest.mark.shows(
    "compass",
    "POST * in version *",
    "PATCH * in version *",
    "DELETE * in version *",
    "agent's action: listen in",
    "agent's action: own caller id",
    "agent's action: dial plan switch",
)
async def test_every_declared_action_is_carried_out(
    served: Served, site: Site, name: str, version: int
) -> None:
    company, ids = served.company, IDS
    if not name.endswith("loginQueue"):
        company.platform.log_in("8323001", "7012", 1, False)
    company.exchange.agents.pause("8323001", "1")
    if name == "identity.unpauseQueue":
        company.platform.pause("8323001", "7012", True)
    rung = company.ring("8323002" if name == "user.listenIn" else "7012").id
    if name == "user.listenIn":
        company.exchange.calls.answer(rung)
    if name == "user.delete":  # only for whoever is above the company
        site = Site(site.rest, site.files, "reseller", served.password, site.ca_file)
    before = _state(served)
    arguments = _arguments(name, rung)
    if name == "identity.change":
        arguments = {"cli": "5502"} if version > 1 else {"extension": "1002"}
    kind = ENDPOINTS[name].path.split("/")[1]
    async with await Rest.connect(site, version=version) as rest:
        await rest.call(name, id=ids[kind], **arguments)
    assert _state(served) != before
