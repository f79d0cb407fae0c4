"""What the parts share: agents served, devices, what is offered."""

from __future__ import annotations

import asyncio

import pytest

from cti_desk.core.reports import AgentChosen, CapabilitiesChanged
from cti_desk.vendors.instantvoice.messages.records import Line, QueueInfo
from cti_desk.vendors.instantvoice.settings import read_profile
from cti_desk.vendors.instantvoice.site import Site
from tests.support.instantvoice import AGENT, DEVICE, DictMemory, HandClock, Reports, setup_for
from tests.support.waiting import until


def site(memory: DictMemory | None = None, **settings: object) -> tuple[Site, Reports]:
    setup = setup_for("acd", **settings)
    profile = read_profile("office", setup.settings, setup.secrets)
    made = Site(profile, HandClock(), DictMemory() if memory is None else memory)
    reports = Reports()
    made.report = reports.append
    return made, reports


def test_the_profiles_agent_is_the_own_one() -> None:
    made, _ = site()
    assert made.own is not None
    assert made.find(AGENT) is made.find("1001") is made.own
    assert made.find("default_1002") is None


def test_the_first_chosen_stays_the_own_one() -> None:
    made, reports = site(agent=None)
    first = made.serve(made.name("default_1002"), own=True)
    made.choose(first)
    made.choose(made.serve(made.name("default_1003"), own=True))
    assert reports == [AgentChosen("default_1002")]
    assert made.own is first
    made.dismiss(made.served["default_1003"])
    assert list(made.served) == ["default_1002"]


def test_the_last_device_is_the_usual_one_over_restarts() -> None:
    memory = DictMemory()
    made, _ = site(memory)
    assert made.usual_device == DEVICE
    made.used_device("SIP/9")
    made.used_device("SIP/8")
    again, _ = site(memory)
    assert again.usual_device == "SIP/8"
    assert again.devices == ("SIP/8", "SIP/9", DEVICE, "SIP/default_0002")


@pytest.mark.parametrize(
    ("settings", "usual"),
    [
        ({"device": None, "devices": ["SIP/1"]}, "SIP/1"),
        ({"device": None, "devices": ["SIP/1", "SIP/2"]}, None),
        ({"device": None, "devices": []}, None),
    ],
)
def test_without_a_last_device(settings: dict[str, object], usual: str | None) -> None:
    made, _ = site(**settings)
    assert made.usual_device == usual


def test_what_is_offered_is_told_when_it_changes() -> None:
    made, reports = site()
    assert made.own is not None
    made.offer()
    made.offer()
    assert len(reports) == 1
    made.own.lines = (Line(outbound=False),)
    made.own.queues = (QueueInfo("7012", requires_send_info=True),)
    made.offer()
    table = reports.of(CapabilitiesChanged)[-1].table
    assert not table.of("MakeCall").usable
    assert "7012" in table.warnings[0]


@pytest.mark.expected_log("odd errand failed")
async def test_what_goes_wrong_beside_is_logged() -> None:
    made, _ = site()

    async def wrong() -> None:
        raise RuntimeError

    made.spawn(wrong(), "odd errand")
    await until(lambda: not made._tasks)


async def test_what_still_runs_is_ended() -> None:
    made, _ = site()

    async def long() -> None:
        await asyncio.sleep(1000)

    made.spawn(long(), "long")
    await made.end_tasks()
    await until(lambda: not made._tasks)
