from __future__ import annotations

import pytest

from cti_desk.cli.errors import report
from cti_desk.core.errors import CtiError, RefusedByVendor, UsageError


@pytest.mark.parametrize(
    ("error", "lines"),
    [
        (CtiError("It failed."), ["cti-desk: It failed."]),
        (RefusedByVendor("No.", vendor="compass", code="x"), ["cti-desk: No. (compass code x)"]),
        (RefusedByVendor("No.", code=0), ["cti-desk: No. (code 0)"]),
        (
            UsageError("Which?", details={"reasons": [{"code": "1", "text": "Break"}], "n": 1}),
            ["cti-desk: Which?", "  1  Break"],
        ),
        (RefusedByVendor("A repeat (code 4).", code=4), ["cti-desk: A repeat (code 4)."]),
        (
            UsageError("1 Break or 2.", details={"reasons": [{"code": "1", "text": "Break"}]}),
            ["cti-desk: 1 Break or 2."],
        ),
        (UsageError("Which?", details={"names": ["a", "b"]}), ["cti-desk: Which?", "  a", "  b"]),
    ],
)
def test_errors_are_told_in_words(
    error: CtiError, lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    report(error)
    said = capsys.readouterr()
    assert said.err.splitlines() == lines
    assert said.out == ""
