"""Permission groups, alike for agents and SIP users."""

from __future__ import annotations

import pytest

from tests.support.instantvoice_bench import ACCOUNT, Bench


@pytest.mark.parametrize(
    ("prefix", "whom", "nobody"),
    [("Agent", {"user": "1001"}, {"user": "9"}), ("SipUser", {"name": "0001"}, {"name": "9"})],
)
def test_a_life_of_a_permission(prefix: str, whom: dict[str, str], nobody: dict[str, str]) -> None:
    bench = Bench()
    add, modify, delete, info = (
        f"{prefix}{verb}Permission" for verb in ("Add", "Modify", "Delete", "Info")
    )
    assert bench.code(info, ACCOUNT, whom) == 3
    assert bench.code(modify, ACCOUNT, whom, location="123") == 3
    assert bench.code(add, ACCOUNT, whom) == 1
    assert bench.code(add, ACCOUNT, whom, location="nowhere") == 3
    assert bench.code(add, ACCOUNT, nobody, location="123") == 3
    assert bench.code(add, ACCOUNT, whom, location="123") == 0
    assert bench.code(add, ACCOUNT, whom, location="123") == 4
    assert bench.data(info, ACCOUNT, whom) == "123"
    assert bench.code(modify, ACCOUNT, whom, location="otherpermissiongroup") == 0
    assert bench.data(info, ACCOUNT, whom) == "otherpermissiongroup"
    assert bench.code(delete, ACCOUNT, whom) == 0
    assert bench.code(delete, ACCOUNT, whom) == 3
