"""What is played where: as the descriptor says, or an error in words."""

from __future__ import annotations

import pytest

from cti_desk.declarations.vendor import Vendor
from cti_desk.demo import day
from cti_desk.demo.day import demo_of
from cti_desk.demo.stage import StageError
from cti_desk.installation.registry import installed_vendors
from cti_desk.simulator.acts import Acts, Demo


@pytest.mark.parametrize("name", installed_vendors())
def test_each_system_has_its_day(name: str) -> None:
    demo = demo_of(name)
    assert isinstance(demo, Demo)
    assert issubclass(demo.day, Acts)


def test_an_unknown_system_is_said_with_those_that_are_known() -> None:
    with pytest.raises(StageError, match=r"no telephone system 'nonesuch'\. Known: \w+, "):
        demo_of("nonesuch")


@pytest.mark.parametrize(
    ("reference", "told"),
    [("", "Elsewhere has no demo."), ("nonesuch:DEMO", "needs nonesuch: pip install")],
)
def test_what_is_missing_is_said(
    monkeypatch: pytest.MonkeyPatch, reference: str, told: str
) -> None:
    vendor = Vendor("elsewhere", "Elsewhere", (), lambda setup: None, len, demo=reference)  # type: ignore[arg-type,return-value]
    monkeypatch.setattr(day, "installed_vendors", lambda: {"elsewhere": vendor})
    with pytest.raises(StageError, match=told):
        demo_of("elsewhere")
