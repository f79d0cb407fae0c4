import pytest

from tests.support.compass_asked import Office, url
from tests.support.compass_sim import ANNA


def test_the_bootstrap_objects() -> None:
    office = Office()
    assert office.ask("GET", "/user")["username"] == "1001"
    assert office.ask("GET", "/company")["shortname"] == "example"
    assert office.refused(404, "GET", "/company", user="9001") == "You belong to no company."
    office.variants.company = False
    office.refused(404, "GET", "/company")


def test_the_company_and_what_belongs_to_it() -> None:
    office = Office()
    assert office.ask("GET", "/company/15")["name"] == "Example BV"
    assert len(office.ask("GET", "/company/15/users")) == 5
    queues = office.ask("GET", "/company/15/queues")
    assert [(one["theType"], one["name"]) for one in queues] == [
        ("queue", "Support"),
        ("queue", "Sales"),
    ]
    numbers = office.ask("GET", "/company/15/externalNumbers")
    assert numbers[0]["useAsCli"] is True
    assert [one["name"] for one in office.ask("GET", "/company/15/forwards")] == ["After hours"]
    office.refused(404, "GET", "/company/16/queues")
    office.platform.account(ANNA).rights.clear()
    office.refused(403, "GET", "/company/15/users")


def test_version_1_has_its_own_names() -> None:
    office = Office()
    assert len(office.ask("GET", "/company/15/fullUsers", version=1)) == 5
    assert len(office.ask("GET", "/company/15/fullQueues", version=1)) == 2
    assert len(office.ask("GET", "/company/15/fullDpSwitches", version=1)) == 1
    for path, kind in (("fullExternalNumbers", "did"), ("outboundClis", "outboundCli")):
        found = office.ask("GET", f"/company/15/{path}", version=1)
        assert {one["theType"] for one in found} == {kind}
    assert office.ask("GET", "/did/5501", version=1)["self"] == url("did", "5501")
    assert office.ask("GET", "/queue/7012/type", version=1) == "queue"
    assert office.ask("GET", "/user/8323001/id", version=1) == 8323001
    assert len(office.ask("GET", "/company/15/resources", version=1)) > 10


def test_users_and_their_identities() -> None:
    office = Office()
    assert office.ask("GET", f"/user/{ANNA}")["name"] == "Anna Bakker"
    (identity,) = office.ask("GET", f"/user/{ANNA}/identities")
    assert identity == office.ask("GET", "/identity/7301")
    assert identity["order"] == 0
    (extension,) = office.ask("GET", f"/user/{ANNA}/extensions")
    assert extension["number"] == "1001"


def test_rights_and_resellers() -> None:
    office = Office()
    query = {"targetEntity": url("company", "15")}
    path = f"/user/{ANNA}/permission"
    assert office.ask("GET", path, version=2, **query) == {"value": "permWrite"}
    office.platform.account(ANNA).rights.discard("write")
    assert office.ask("GET", path, version=2, **query) == {"value": "permRead"}
    office.refused(404, "GET", path, version=2, targetEntity=url("company", "16"))
    (right,) = office.ask("GET", f"/user/{ANNA}/rights", version=2)
    assert right["target"] == url("company", "15")
    assert office.ask("GET", f"/user/{ANNA}/reseller", version=2)["entityId"] == 3


def test_status_means_two_things() -> None:
    office = Office()
    path = f"/user/{ANNA}/status"
    assert office.ask("GET", path, version=2) == {"phone": url("phone", "275001")}
    assert office.ask("GET", path) == {"receiveCalls": "receiveAll", "displayStatus": ""}
    office.exchange.agents.log_out(ANNA)
    assert office.ask("GET", path, version=1) == {"phone": None}
    office.refused(404, "GET", "/user/9001/status", user="9001")


@pytest.mark.parametrize("version", [1, 2, 3])
def test_memberships_tell_pauses_until_version_2(version: int) -> None:
    office = Office()
    office.platform.log_in(ANNA, "7012", 2, True)
    (found,) = office.ask("GET", "/identity/7301/queueMemberships", version=version)
    assert (found["queue"], found["priority"]) == (url("queue", "7012"), 2)
    assert found["callForward"] is True
    assert ("paused" in found) == (version < 3)


def test_single_objects() -> None:
    office = Office()
    for path in ("externalNumber/5501", "extension/431001", "voicemail/610", "queue/7012"):
        assert office.ask("GET", f"/{path}")["resourceId"] == int(path.partition("/")[2])
    assert office.ask("GET", "/resource/100")["theType"] == "dpSwitch"
    assert office.ask("GET", "/dpswitch/100")["currentSetting"] == 1
    assert office.ask("GET", "/phone/275001")["macAddress"]
    assert office.ask("GET", "/phone/275001/phoneStatus")["publicIP"]
    office.refused(404, "GET", "/phone/1/phoneStatus")


def test_filters() -> None:
    office = Office()
    found = office.ask("GET", "/company/15/resourcesFiltered", filter="externalNumber")
    assert [set(one) for one in found] == [{"theType", "self", "resourceId", "name"}] * 2
    full = office.ask("GET", "/company/15/resourcesFiltered", version=1, filter="externalNumber")
    assert "number" in full[0]
    path = "/company/15/entitiesFiltered"
    assert len(office.ask("GET", path, filter="user")) == 5
    assert office.ask("GET", path, filter="company")[0]["entityId"] == 15
    assert office.ask("GET", path, filter="reseller") == []
    assert len(office.ask("GET", path, user="9001", filter="reseller")) == 1
