from cti_desk.simulator.carry_out import Verbs
from cti_desk.simulator.simulated import Simulated
from tests.support.exchange import FakeSimulated, Rig


def test_whatever_has_these_members_can_be_driven() -> None:
    simulated: Simulated = FakeSimulated(Rig())
    assert Verbs(simulated).run("state", {})["vendor"] == "fake"
