"""Pages are opened by real programs: scripts that write down what a browser would get."""

from __future__ import annotations

import asyncio
import stat
import sys
from pathlib import Path

import pytest

from cti_desk.core.errors import CtiError, SettingsError, UsageError
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


@pytest.mark.expected_log(r"xdg-open could not open it \(exit status 3\)")
async def test_a_program_that_fails_afterwards_is_told(
    programs: Programs, loop: asyncio.AbstractEventLoop
) -> None:
    programs.add("xdg-open", status=3)
    told: list[str] = []
    open_url(URL, lambda error: told.append(str(error)))
    await until(lambda: told)
    assert told == ["The page was not opened: xdg-open could not open it (exit status 3)."]


@pytest.mark.expected_log("exit status 4")
def test_without_a_loop_the_failure_is_logged(
    programs: Programs, caplog: pytest.LogCaptureFixture
) -> None:
    programs.add("xdg-open", status=4)
    open_url(URL, lambda error: pytest.fail("there is no loop to be told on"))
    wait_for(lambda: "exit status 4" in caplog.text)


def test_a_broken_program_is_told_in_words(programs: Programs) -> None:
    broken = programs.directory / "xdg-open"
    broken.write_text("#!/not/there\n")
    broken.chmod(0o755)
    with pytest.raises(CtiError, match=r"xdg-open did not start \(No such file"):
        open_url(URL)


def test_a_file_opens_by_its_full_path(programs: Programs, tmp_path: Path) -> None:
    programs.add("xdg-open")
    (tmp_path / "cti-desk.log").touch()
    open_path(tmp_path / "bin" / ".." / "cti-desk.log")
    assert programs.opened("xdg-open") == [str((tmp_path / "cti-desk.log").resolve())]


def test_a_file_that_is_missing_is_told(programs: Programs, tmp_path: Path) -> None:
    with pytest.raises(CtiError, match="does not exist"):
        open_path(tmp_path / "cti-desk.log")
