import pytest

from cti_desk.simulator.errors import Invalid, NotFound
from tests.support.compass_sim import ANNA, BRAM, EVA, START, Company


def test_users_are_found_by_their_rest_name() -> None:
    platform = Company().platform
    anna, eva = platform.account(ANNA), platform.account(EVA)
    assert platform.named("1001") is platform.named(anna.jid) is anna
    assert platform.named(eva.jid) is platform.at("1005@example.localhost") is eva
    # In the company's own domain the bare name is not enough.
    assert platform.named("1005") is None
    with pytest.raises(NotFound):
        platform.account("1")


def test_things_are_found_by_kind() -> None:
    platform = Company().platform
    assert platform.resource("dpSwitch", "100").setting == 1
    assert platform.resource("resource", "100").kind == "dpSwitch"
    assert platform.of_identity("7302").id == BRAM
    with pytest.raises(NotFound, match="no extension 100"):
        platform.resource("extension", "100")
    with pytest.raises(NotFound, match="identity"):
        platform.of_identity("1")


def test_who_calls_a_user_has_dialled_their_extension() -> None:
    company = Company()
    assert company.platform.dialled(company.exchange.calls.incoming(ANNA, "31614241111")) == "1001"
    assert company.platform.dialled(company.ring(ANNA)) == "31201234567"


def test_a_membership_remembers_priority_and_forwards() -> None:
    company = Company()
    company.platform.log_in(ANNA, "7012", 2, True)
    assert company.exchange.world.queues["7012"].members == {ANNA: 2}
    assert company.platform.follows_forwards == {(ANNA, "7012")}
    company.platform.log_out(ANNA, "7012")
    company.platform.log_out(ANNA, "7012")
    assert company.platform.follows_forwards == set()


def test_the_two_ways_to_pause_do_not_see_each_other() -> None:
    company = Company()
    platform = company.platform
    platform.log_in(ANNA, "7012", 1, False)
    platform.set_status(ANNA, "ONLY_DIRECT", "Lunch")
    platform.pause(ANNA, "7012", True)
    assert platform.status(ANNA) == ("ALL", "")
    platform.clear_pauses(ANNA)
    assert company.exchange.world.queues["7012"].paused == {}
    with pytest.raises(Invalid, match="not logged in to Sales"):
        platform.pause(ANNA, "7013", True)


def test_nobody_is_called_while_the_status_is_none() -> None:
    company = Company()
    company.platform.set_status(ANNA, "NONE", "Away")
    company.platform.set_status(ANNA, "NONE", "Away")
    company.ring(ANNA)
    assert company.flow("X")[-1] == "end X DESTINATION_BUSY"


def test_a_status_of_all_ends_wrap_up() -> None:
    company = Company()
    company.exchange.world.queues["7012"].wrap_up_time = 600
    company.in_queue(ANNA)
    call = company.ring("7012")
    company.exchange.calls.answer(call.id)
    company.exchange.calls.hang_up(call.id, "caller")
    assert company.platform.status(ANNA) == ("ONLY_DIRECT", "")
    company.platform.set_status(ANNA, "ALL", "")
    assert company.platform.status(ANNA) == ("ALL", "")


def test_a_status_needs_a_phone() -> None:
    company = Company()
    company.exchange.agents.log_out(ANNA)
    with pytest.raises(Invalid, match="no phone"):
        company.platform.set_status(ANNA, "NONE", "")


def test_listening_in_needs_somebody_elses_answered_call() -> None:
    company = Company()
    call = company.ring(ANNA)
    with pytest.raises(Invalid, match="not answered"):
        company.platform.listen_in(BRAM, call.id)
    company.exchange.calls.answer(call.id)
    with pytest.raises(Invalid, match="already in call"):
        company.platform.listen_in(ANNA, call.id)
    listening = company.platform.listen_in(BRAM, call.id)
    assert company.platform.listening[listening].since == START


def test_the_state_holds_no_secret() -> None:
    details = Company().platform.details()
    assert next(user["jid"] for user in details["users"]) == "1001@uc.compass.localhost"
    assert details["switches"] == {"100": 1}
    assert "password" not in str(details)
