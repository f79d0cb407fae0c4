import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cti_desk.vendors.compass.simulator.prosody_config import (
    Ports,
    Site,
    account,
    account_file,
    config,
    lua,
)

SITE = Site(Path("/tmp/x"), ("uc.a.b", "c.d"), ("phone.uc.a.b",), "phone.uc.a.b")


def test_encryption_is_demanded_and_nothing_listens_elsewhere() -> None:
    text = config(SITE, Ports(1, 2, 3), 'se"cret', [Path("/m")], 42)
    assert "c2s_require_encryption = true" in text
    assert 'interfaces = { "127.0.0.1"; }' in text
    assert 'VirtualHost "uc.a.b"\nVirtualHost "c.d"\nComponent "phone.uc.a.b"' in text
    assert '"smacks"' not in text
    assert "cti_desk_aliases = {  }" in text
    managed = Site(SITE.directory, SITE.hosts, SITE.components, SITE.watcher, True)
    assert '"smacks"' in config(managed, Ports(1, 2, 3), "s", [], 1)


def test_an_account_holds_no_password() -> None:
    text = account("très-secret")
    assert "secret" not in text
    assert account("très-secret") != text
    assert account_file(SITE, "uc.a.b", "o'x").parts[-3:] == ("uc%2ea%2eb", "accounts", "o%27x.dat")


@settings(max_examples=20)
@given(st.recursive(st.text() | st.booleans() | st.integers(0, 2**31), st.lists, max_leaves=5))
def test_lua_reads_what_is_written(value) -> None:
    """Lua itself says how long it is: brackets and quotes in the text change nothing."""
    count = "#v" if isinstance(value, str | list) else "tostring(v)"
    done = subprocess.run(
        ["lua5.4", "-e", f"local v = {lua(value)}; io.write({count})"],
        capture_output=True,
        text=True,
        check=True,
    )
    if isinstance(value, bool):
        assert done.stdout == lua(value)
    elif isinstance(value, int):
        assert done.stdout == str(value)
    else:
        assert done.stdout == str(len(value.encode() if isinstance(value, str) else value))


def test_what_lua_has_no_form_for_is_refused() -> None:
    with pytest.raises(TypeError, match="float"):
        lua(1.5)
    assert lua({"a": 1}) == '{ ["a"] = 1; }'
