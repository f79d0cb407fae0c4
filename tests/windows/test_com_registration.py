"""What ``cti-desk com`` does to a user's registry, and that it is undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.windows import Wine
from tests.support.windows_com import USER_CLASSES, ComPrograms

IVCLIENT = r"Instantvoice.Integration"
CLSID = "{F9DD083D-1A0A-4B67-80FA-5565ECBF51C0}"


@pytest.fixture
def programs(wine: Wine, build: Path) -> ComPrograms:
    return ComPrograms(wine, build)


def tree(programs: ComPrograms, key: str = USER_CLASSES) -> str:
    return programs.reg("query", key, "/s").stdout


def test_registered_for_the_user_alone_and_taken_back(programs: ComPrograms) -> None:
    before, everybodys = tree(programs), tree(programs, rf"HKLM\Software\Classes\{IVCLIENT}")
    said = programs.com("register")
    assert "Registered Instantvoice.Integration for you" in said
    assert "Registered CtiDesk.Application for you" in said
    now = tree(programs)
    for view in ("", r"\Wow6432Node"):
        assert rf"{view}\CLSID\{CLSID}\LocalServer32" in now
    assert "cti-deskw.exe com serve" in now.replace('"', "")
    assert tree(programs, rf"HKLM\Software\Classes\{IVCLIENT}") == everybodys
    programs.com("register")
    assert tree(programs) == now
    assert "registered no more" in programs.com("unregister")
    assert tree(programs) == before
    assert "Nothing was registered" in programs.com("unregister")


def test_an_ivclient_of_the_users_own_comes_back(programs: ComPrograms) -> None:
    classes = rf"{USER_CLASSES}\CLSID\{CLSID}"
    for words in (
        (rf"{USER_CLASSES}\{IVCLIENT}\CLSID", "/ve", "/d", CLSID),
        (rf"{classes}\InprocServer32", "/ve", "/d", r"C:\IVClient\ivclient.dll"),
        (classes, "/v", "Bits", "/t", "REG_BINARY", "/d", "00ff"),
        (classes, "/v", "Number", "/t", "REG_DWORD", "/d", "7"),
        (classes, "/v", "Words", "/t", "REG_MULTI_SZ", "/d", r"a\0b"),
    ):
        assert programs.reg("add", *words, "/f").returncode == 0
    before = tree(programs)
    said = programs.com("register")
    assert "Kept what was registered before" in said
    assert "InprocServer32" not in tree(programs)
    programs.com("unregister")
    assert tree(programs) == before
