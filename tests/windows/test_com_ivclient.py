"""The build as IVClient: CRM scripts that were written for it, under cscript and Windows Python."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cti_desk.ipc.com.integration import Integration
from tests.support.desk_process import AGENT, CUSTOMER
from tests.support.waiting import wait_for
from tests.support.windows import WindowsDesk, Wine
from tests.support.windows_com import ComPrograms, heard, results
from tests.windows.conftest import Exchange

IVCLIENT = "Instantvoice.Integration"
LOGIN = [IVCLIENT, "AgentLogin", "default", AGENT, "SIP/default_0001"]
DIAL = [IVCLIENT, "NewCall", "default", AGENT, CUSTOMER, "77"]
AT_MOST_S = 5.5  # 5 s, and the way there and back on a busy machine


@pytest.fixture
def programs(wine: Wine, build: Path, exchange: Exchange) -> ComPrograms:
    """Registered, with the exchange in the user's settings; no desk runs."""
    wine.write_settings(exchange.profile.read_text())
    made = ComPrograms(wine, build)
    made.register()
    exchange.simulator.call("phone", agent=AGENT, auto_answer=True)
    return made


@pytest.fixture
def served(programs: ComPrograms, desk: WindowsDesk) -> ComPrograms:
    """The same with a desk whose link is up."""
    return programs


@pytest.mark.shows(
    "instantvoice",
    "code example: Python",
    "code example: Visual Basic 6",
    "inconsistency: Python's example calls StartTray without brackets",
)
def test_the_manuals_examples_start_the_desk(programs: ComPrograms, build: Path) -> None:
    programs.run("manual.py")
    assert programs.processes(server=False) == []  # the manual's Python names the method only
    programs.run("manual.vbs")
    desk = WindowsDesk(programs.wine, build)
    wait_for(lambda: desk.cli("snapshot").returncode == 0, 40, "the desk that StartTray started")
    assert programs.run("manual_called.py").strip() == "0"
    assert len(programs.processes(server=False)) == 1


@pytest.mark.shows("instantvoice", "method * over COM")
def test_a_day_in_visual_basic(served: ComPrograms, exchange: Exchange) -> None:
    said = served.values("day.vbs")
    codes = [(name, value) for name, value in said if name in Integration.METHODS]
    assert codes == [
        ("StartTray", "0"),
        ("AgentLogin", "0"),
        ("AgentPause", "0"),
        ("AgentUnpause", "0"),
        ("NewCall", "0"),
        ("BlindTransfer", "0"),
        ("NewCall", "0"),
        ("Hangup", "0"),
        ("AgentLogoff", "0"),
        ("StopTray", "0"),
        ("PollEvents", "[]"),
    ], said
    assert ("reason", "Lunch") in said
    assert [name for name, value in said if value not in ("0", "-1", "[]", "True", "Lunch")] == []
    assert [value for name, value in said if name.isupper()] == ["True"] * 12, said
    requests = exchange.simulator.stats["requests"]
    assert {name: requests[name] for name in ("NewCall", "BlindTransfer", "Hangup")} == {
        "NewCall": 2,
        "BlindTransfer": 1,
        "Hangup": 1,
    }


def test_a_day_in_python(served: ComPrograms, exchange: Exchange) -> None:
    exchange.simulator.call("phone", agent="default_1002", auto_answer=True)
    codes = json.loads(served.run("day.py"))
    assert {code for _, code in codes} == {0}
    assert [name for name, _ in codes] == [
        "StartTray",
        "AgentLogin",
        "AgentPause",
        "AgentUnpause",
        "NewCall",
        "BlindTransfer",
        "NewCall",
        "Hangup",
        "AgentLogoff",
        "StopTray",
    ]


def test_two_crms_at_once_have_their_own_queues(served: ComPrograms, exchange: Exchange) -> None:
    served.calls(LOGIN)
    first, second = (served.start("listener.py", number) for number in ("111", "222"))
    for listener in (first, second):
        heard(listener, "StartTray 0")
    exchange.simulator.ring("111", agent=AGENT)
    # The first ends its own queue with StopTray; the second hears on.
    heard(first, "StopTray 0 []")
    heard(second, "NEWCALL 111")
    exchange.simulator.ring("222", agent=AGENT)
    heard(second, "StopTray 0 []")
    assert "NEWCALL 222" not in first.output()


def test_a_crm_with_mistakes(served: ComPrograms) -> None:
    said = dict(served.values("wrong.vbs"))
    errors = {name: said.pop(name) for name in ("many", "more", "list", "object", "boolean")}
    assert said == {
        "poll": "[]",
        "stop": "0",
        "hangup": said["hangup"],
        "nothing": "1",
        "one": "1",
        "empty": "1",
        "null": "1",
        "unset": "1",
        "stranger": "3",
        "elsewhere": "3",
        "unknown": "True",
    }
    assert int(said["hangup"]) != 0
    # As every object tells it in Visual Basic: wrong number of arguments, type mismatch.
    assert {name: words.split()[0] for name, words in errors.items()} == {
        "many": "450",
        "more": "450",
        "list": "13",
        "object": "13",
        "boolean": "13",
    }


def test_without_a_desk_that_could_run_every_method_is_back_in_time(
    wine: Wine, build: Path
) -> None:
    in_the_way = wine.app_data / "cti-desk" / "state"  # where the desk keeps its log and journal
    in_the_way.parent.mkdir(parents=True, exist_ok=True)
    in_the_way.write_text("not a folder")
    programs = ComPrograms(wine, build)
    programs.register()
    arguments = ["default", AGENT, "1", "2"]
    takes = {"NewCall": 4, "AgentLogin": 3, "AgentPause": 3, "BlindTransfer": 3}
    calls = [
        [IVCLIENT, name, *arguments[: takes.get(name, 0 if name[-4:] in ("Tray", "ents") else 2)]]
        for name in Integration.METHODS
    ]
    for method, result, seconds in programs.calls(*calls):
        assert result == {"PollEvents": "[]", "StopTray": 0}.get(method, -1), method
        assert seconds < AT_MOST_S, method


def test_a_desk_killed_in_the_middle_of_a_call(
    served: ComPrograms, exchange: Exchange, tmp_path: Path
) -> None:
    go_on = tmp_path / "go-on"
    exchange.simulator.call("fault", kind="drop", what="replies", method="AgentPause", count=1)
    pause = [IVCLIENT, "AgentPause", "default", AGENT, "1"]
    crm = served.start_calls(LOGIN, pause, ["?", served.wine.path(go_on)], pause)
    wait_for(
        lambda: exchange.simulator.stats["requests"].get("AgentPause"), what="the pause is asked"
    )
    served.kill_desk()
    wait_for(lambda: len(results(crm.output())) == 2, 30, "the answer of the dead desk")
    _, pausing = results(crm.output())
    assert pausing[1] == -1
    assert pausing[2] < AT_MOST_S
    go_on.touch()
    wait_for(lambda: len(results(crm.output())) == 3, 30, "the next call")
    # It has started the desk again, which may take longer than a method may.
    again = results(crm.output())[2]
    assert again[2] < AT_MOST_S
    desk = WindowsDesk(served.wine, served.build)
    wait_for(lambda: desk.cli("snapshot").returncode == 0, 40, "the desk")
    desk.link_up()
    assert served.calls(pause)[0][1] in (0, 4)


def test_after_a_restart_of_the_desk_the_crm_hears_on(
    served: ComPrograms, exchange: Exchange, desk: WindowsDesk
) -> None:
    served.calls(LOGIN)
    listener = served.start("listener.py", "222")
    heard(listener, "StartTray 0")
    served.kill_desk()
    wait_for(lambda: desk.cli("snapshot").returncode == 3, what="the pipe is gone")
    desk.start()
    desk.link_up()
    wait_for(lambda: exchange.simulator.ring("222", agent=AGENT), what="a call")
    heard(listener, "NEWCALL 222")


def test_a_crm_that_tries_again_rings_the_customer_once(
    served: ComPrograms, exchange: Exchange
) -> None:
    exchange.simulator.call("fault", kind="drop", what="replies", method="NewCall")
    _, first, again = served.calls(LOGIN, DIAL, DIAL)
    assert first[1] == -1
    assert first[2] < AT_MOST_S
    assert again[1] == 4
    assert exchange.simulator.stats["requests"]["NewCall"] == 1


def test_not_even_when_the_desk_was_killed_in_between(
    served: ComPrograms, exchange: Exchange, tmp_path: Path, desk: WindowsDesk
) -> None:
    go_on = tmp_path / "go-on"
    exchange.simulator.call("fault", kind="drop", what="replies", method="NewCall")
    crm = served.start_calls(LOGIN, DIAL, ["?", served.wine.path(go_on)], DIAL)
    wait_for(lambda: exchange.simulator.stats["requests"].get("NewCall"), what="the call")
    served.kill_desk()
    wait_for(lambda: len(results(crm.output())) == 2, 30, "the answer of the dead desk")
    wait_for(lambda: desk.cli("snapshot").returncode == 3, what="the pipe is gone")
    desk.start()
    desk.link_up()
    go_on.touch()
    wait_for(lambda: len(results(crm.output())) == 3, 30, "the second try")
    assert [result for _, result, _ in results(crm.output())] == [0, -1, 4]
    assert exchange.simulator.stats["requests"]["NewCall"] == 1


def test_the_server_ends_with_its_last_object(served: ComPrograms) -> None:
    served.run("manual_called.py")
    wait_for(lambda: not served.processes(server=True), 30, "the server's end")
    assert "nobody is left" in served.log()
    assert served.processes(server=False)
