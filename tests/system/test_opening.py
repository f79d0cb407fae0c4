"""Pages are opened by real programs: scripts that write down what a browser would get."""

from __future__ import annotations

import asyncio
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from cti_desk.core.errors import CtiError, SettingsError, UsageError
from cti_desk.settings.sections import ScreenPopRule
from cti_desk.system.opening import open_page, open_path, open_url
from tests.support.waiting import until, wait_for

URL = "https://crm.example/?number=%2B55"
RULE = (("https",), ("crm.example",))


class Programs:
    """A PATH of our own, with programs that note their arguments and end with a status."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def add(self, name: str, status: int = 0) -> None:
        program = self.directory / name
        record = self.directory / f"{name}.args"
        lines = [f"#!{sys.executable} -IS", "import os, sys"]
        lines.append(f"open({str(record)!r} + '~', 'w').write('\\n'.join(sys.argv[1:]))")
        lines.append(f"os.replace({str(record)!r} + '~', {str(record)!r})")
        lines.append(f"sys.exit({status})")
        program.write_text("\n".join(lines) + "\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)

    def opened(self, name: str) -> list[str]:
        record = self.directory / f"{name}.args"
        wait_for(record.exists, what=f"{name} was started")
        return record.read_text().split("\n")

    def was_started(self, name: str) -> bool:
        return (self.directory / f"{name}.args").exists()


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    directory = tmp_path / "bin"
    directory.mkdir()
    monkeypatch.setenv("PATH", str(directory))
    monkeypatch.delenv("BROWSER", raising=False)
    return Programs(directory)


def test_the_page_opens_with_encoded_values(programs: Programs) -> None:
    programs.add("xdg-open")
    template = "https://crm.example/find{?number,queue}"
    open_page(template, {"number": "+55 21&x=1; rm"}, *RULE)
    assert programs.opened("xdg-open") == [
        "https://crm.example/find?number=%2B55%2021%26x%3D1%3B%20rm"
    ]


def test_what_the_rule_does_not_allow_starts_nothing(programs: Programs) -> None:
    programs.add("xdg-open")
    with pytest.raises(UsageError, match=r"host “evil\.example” is not allowed"):
        open_page("https://{+number}/", {"number": "evil.example"}, *RULE)
    with pytest.raises(SettingsError, match="not a URL template"):
        open_page("https://crm.example/{number", {"number": "1"}, *RULE)
    assert not programs.was_started("xdg-open")


def test_browser_comes_first_and_may_place_the_address(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.add("xdg-open")
    programs.add("first choice")
    monkeypatch.setenv("BROWSER", "not-installed:'first choice' --new %s --last:xdg-open")
    open_url(URL)
    assert programs.opened("first choice") == ["--new", URL, "--last"]
    assert not programs.was_started("xdg-open")


@pytest.mark.expected_log("BROWSER contains what is no command")
def test_a_senseless_browser_is_passed_over(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.add("gio")
    monkeypatch.setenv("BROWSER", "'half a quote::")
    open_url(URL)
    assert programs.opened("gio") == ["open", URL]


def test_other_schemes_are_not_for_the_browser(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.add("xdg-open")
    programs.add("browser")
    monkeypatch.setenv("BROWSER", "browser")
    open_url("crmclient://customer/7")
    assert programs.opened("xdg-open") == ["crmclient://customer/7"]
    assert not programs.was_started("browser")


def test_nothing_to_open_it_with_is_told_in_words(programs: Programs) -> None:
    with pytest.raises(CtiError, match="not opened: no program for it was found"):
        open_url(URL)


@pytest.mark.parametrize("text", ["--help", "/etc/passwd", ""])
def test_what_is_no_address_is_never_an_argument(programs: Programs, text: str) -> None:
    programs.add("xdg-open")
    with pytest.raises(UsageError, match="not a URL"):
        open_url(text)
    assert not programs.was_started("xdg-open")


NONE_COULD = (
    "The page was not opened: no program on this computer could open it. Ask your administrator; "
    "the desk's log says more."
)


def test_when_one_fails_at_once_the_next_is_tried(programs: Programs) -> None:
    for name, status in (("xdg-open", 3), ("gio", 2), ("x-www-browser", 0)):
        programs.add(name, status)
    open_url(URL)
    assert programs.opened("x-www-browser") == [URL]
    assert programs.opened("gio") == ["open", URL]


def test_a_browser_named_by_the_person_is_followed_by_the_systems(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.add("broken-browser", status=127)
    programs.add("xdg-open")
    monkeypatch.setenv("BROWSER", "broken-browser")
    open_url(URL)
    assert programs.opened("xdg-open") == [URL]


def test_one_that_does_not_start_is_passed_over(programs: Programs) -> None:
    broken = programs.directory / "xdg-open"
    broken.write_text("#!/not/there\n")
    broken.chmod(0o755)
    programs.add("gio")
    open_url(URL)
    assert programs.opened("gio") == ["open", URL]


@pytest.mark.expected_log("no program on this computer could open it")
async def test_when_all_fail_the_agent_is_told_without_a_status(
    programs: Programs, loop: asyncio.AbstractEventLoop
) -> None:
    for name, status in (("xdg-open", 3), ("gio", 1), ("x-www-browser", 4)):
        programs.add(name, status)
    told: list[str] = []
    open_url(URL, lambda error: told.append(str(error)))
    await until(lambda: told)
    assert told == [NONE_COULD]


@pytest.mark.expected_log("no program on this computer could open it")
def test_the_log_names_the_programs_and_never_the_address(
    programs: Programs, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "cti_desk")
    programs.add("xdg-open", status=4)
    open_url(URL, lambda error: pytest.fail("there is no loop to be told on"))
    wait_for(lambda: NONE_COULD in caplog.text)
    assert "xdg-open ended with status 4" in caplog.text
    assert "%2B55" not in caplog.text


async def test_what_ends_later_says_nothing(
    programs: Programs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    wait_for_end = subprocess.Popen.wait

    def wait(process: subprocess.Popen[bytes], timeout: float | None = None) -> int:
        if timeout is not None:  # however soon it ends: it did not fail at once
            raise subprocess.TimeoutExpired("xdg-open", timeout)
        return wait_for_end(process)

    monkeypatch.setattr(subprocess.Popen, "wait", wait)
    caplog.set_level("INFO", "cti_desk")
    programs.add("xdg-open", status=5)
    programs.add("gio")
    before = set(threading.enumerate())
    open_url(URL, lambda error: pytest.fail(str(error)))
    (waiting,) = set(threading.enumerate()) - before
    await until(lambda: not waiting.is_alive())
    assert not programs.was_started("gio")
    assert "status 5" not in caplog.text


def test_a_broken_program_is_told_in_words(programs: Programs) -> None:
    broken = programs.directory / "xdg-open"
    broken.write_text("#!/not/there\n")
    broken.chmod(0o755)
    with pytest.raises(CtiError) as error:
        open_url(URL)
    assert str(error.value) == NONE_COULD


def test_the_page_of_an_ipv6_host_opens(programs: Programs) -> None:
    programs.add("xdg-open")
    rule = ScreenPopRule(url="http://[::1]:8080/call{?number}")
    open_page(rule.url, {"number": "+55"}, rule.schemes, rule.allowed_hosts)
    assert programs.opened("xdg-open") == ["http://[::1]:8080/call?number=%2B55"]


def test_a_file_opens_by_its_full_path(programs: Programs, tmp_path: Path) -> None:
    programs.add("xdg-open")
    (tmp_path / "cti-desk.log").touch()
    open_path(tmp_path / "bin" / ".." / "cti-desk.log")
    assert programs.opened("xdg-open") == [str((tmp_path / "cti-desk.log").resolve())]


def test_a_file_that_is_missing_is_told(programs: Programs, tmp_path: Path) -> None:
    with pytest.raises(CtiError, match="does not exist"):
        open_path(tmp_path / "cti-desk.log")
