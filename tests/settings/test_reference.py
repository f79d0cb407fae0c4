from __future__ import annotations

import tomllib

import pytest

from cti_desk.settings.declaring import fields_of
from cti_desk.settings.reference import reference
from cti_desk.settings.sections import SECTIONS
from tests.support.settings import VENDORS

PAGE = reference(VENDORS.values())


@pytest.mark.parametrize("name", SECTIONS)
def test_every_setting_is_on_the_page(name: str) -> None:
    assert f"## `[{name}]`" in PAGE
    for field in fields_of(SECTIONS[name]):
        assert f"| `{field.key}` |" in PAGE
        assert field.help.replace("|", "\\|") in PAGE


def test_a_telephone_systems_own_settings_too() -> None:
    assert '## `[profiles.NAME]` with `vendor = "acme"`' in PAGE
    assert "| `port` | whole number, 1 to 65535 | `61613` |" in PAGE
    assert "| `hosts` | list of texts | **needed** |" in PAGE
    assert "| `password` | secret | in the keyring |" in PAGE
    assert '| `encryption` | `"tls"`, `"none"` | `"tls"` |' in PAGE
    assert "| `patience` | number, from 0.5 | `5` |" in PAGE


def test_defaults_are_written_as_in_the_file() -> None:
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in line.replace("\\|", "/").split("|")[1:-1]]
        if len(cells) == 5 and cells[2].startswith("`"):
            assert "x" in tomllib.loads(f"x = {cells[2].strip('`')}")
