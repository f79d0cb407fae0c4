import pytest

from cti_desk.vendors.compass.simulator.rest import objects
from cti_desk.vendors.compass.simulator.rest.asked import RestError
from tests.support.compass_asked import Office, url
from tests.support.compass_sim import ANNA


def test_version_1_tells_more_of_a_user() -> None:
    office = Office()
    anna = office.platform.account(ANNA)
    later, first = (objects.user(office.asked(version=v), anna) for v in (2, 1))
    assert later["self"] == url("user", ANNA)
    assert (later["theType"], later["entityId"]) == ("user", 8323001)
    assert first["extensions"] == [1001]
    assert first.keys() - later.keys() == {"extensions", "shortname"}


def test_an_identity_names_urls_from_version_2_on() -> None:
    office = Office()
    anna = office.platform.account(ANNA)
    later, first = (objects.identity(office.asked(version=v), anna) for v in (3, 1))
    assert (later["cli"], later["extension"]) == (
        url("externalNumber", "5501"),
        url("extension", "431001"),
    )
    assert (first["outboundCli"], first["extension"]) == (url("outboundCli", "5501"), "1001")
    anna.cli = None
    assert objects.identity(office.asked(), anna)["cli"] is None
    assert objects.identity(office.asked(version=1), anna)["outboundCli"] == ""


def test_a_phones_registration_is_its_own_object_later() -> None:
    office = Office()
    assert "privateIP" in objects.phone(office.asked(version=1), "275001")
    assert "privateIP" not in objects.phone(office.asked(version=2), "275001")
    assert objects.phone_status("275001") == {
        "privateIP": "10.0.0.1:5060",
        "publicIP": "192.0.2.1",
    }


def test_a_switch_spells_its_own_address_as_the_manual_does() -> None:
    office = Office()
    found = objects.thing(office.asked(), office.platform.resource("dpSwitch", "100"))
    assert (found["self"], found["currentSetting"]) == (url("dpswitch", "100"), 1)


def test_anything_is_found_by_type_and_id() -> None:
    asked = Office().asked()
    assert objects.any_object(asked, "resource", "7012")["name"] == "Support"
    assert objects.any_object(asked, "entity", "15")["theType"] == "company"
    with pytest.raises(RestError, match="no queue 15"):
        objects.any_object(asked, "queue", "15")


def test_base_attributes_only() -> None:
    office = Office()
    found = objects.base(objects.user(office.asked(), office.platform.account(ANNA)))
    assert set(found) == {"theType", "self", "entityId", "name"}
