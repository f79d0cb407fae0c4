"""What `make bench` measures: common rows, and those that descriptors name."""

from __future__ import annotations

from bench.run import ROWS
from cti_desk.declarations.references import load
from cti_desk.installation.registry import installed_vendors


def test_every_row_has_a_name_of_its_own() -> None:
    names = [row.name for row in ROWS]
    assert len(names) == len(set(names))


def test_each_telephone_system_has_its_rows_and_somebody_who_logs_in() -> None:
    for vendor in installed_vendors().values():
        rows = load(vendor.bench)
        assert rows
        assert set(rows) <= set(ROWS)
        assert load(vendor.demo).cast.agent
