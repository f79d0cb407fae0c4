from __future__ import annotations

from cti_desk.api.client import connect
from cti_desk.ipc.com.lifetime import Lifetime
from cti_desk.ipc.com.objects import ShownApplication, ShownIntegration
from cti_desk.ipc.com.repeats import UnknownCalls
from tests.ipc.com.rig import FakeStarter, refuse


def test_ivclients_object_shows_its_ten_methods() -> None:
    life = Lifetime(lambda: False)
    shown = ShownIntegration(lambda: connect("nobody"), FakeStarter(refuse), UnknownCalls(), life)
    assert life.objects == 1
    assert len(shown.members) == 10
    for name, is_property in shown.members.values():
        assert not is_property
        assert shown.invoke(name, ()) == ("[]" if name == "PollEvents" else shown.invoke(name, ()))
    assert shown.sinks is None
    shown.close()
    assert life.objects == 0


def test_the_modern_object_shows_its_members_and_has_events() -> None:
    life = Lifetime(lambda: False)
    shown = ShownApplication(
        lambda: connect("nobody"), FakeStarter(refuse), life, lambda work: work(), "x.tlb"
    )
    assert ("State", True) in shown.members.values()
    assert ("CallDial", False) in shown.members.values()
    assert shown.invoke("Version", ())
    assert shown.sinks is not None
    shown.close()
    assert life.objects == 0
