"""The tree of errors, and the codes of docs/contracts.md §3."""

from __future__ import annotations

import pytest

from cti_desk.core import errors

CODES: list[tuple[type[errors.CtiError], int, int]] = [
    (errors.RefusedByVendor, -32001, 1),
    (errors.UsageError, -32002, 2),
    (errors.DeskNotRunning, -32003, 3),
    (errors.NotOffered, -32004, 4),
    (errors.OutcomeUnknown, -32005, 5),
    (errors.NoLink, -32006, 6),
    (errors.AmbiguousCall, -32007, 7),
]


@pytest.mark.parametrize(("kind", "rpc_code", "exit_code"), CODES)
def test_every_error_has_its_codes(
    kind: type[errors.CtiError], rpc_code: int, exit_code: int
) -> None:
    assert (kind.rpc_code, kind.exit_code) == (rpc_code, exit_code)
    assert errors.BY_RPC_CODE[rpc_code] is kind


def test_a_program_can_find_every_error_by_its_code() -> None:
    assert sorted(errors.BY_RPC_CODE) == sorted(code for _, code, _ in CODES)
    assert issubclass(errors.SettingsError, errors.CtiError)
    assert errors.SettingsError.exit_code == 2


def test_an_error_reads_as_its_sentence_and_keeps_the_vendors_words() -> None:
    error = errors.RefusedByVendor("The agent is not known.", vendor="instantvoice", code=3)
    assert str(error) == "The agent is not known."
    assert error.data() == {
        "vendor": "instantvoice",
        "code": 3,
        "message": "The agent is not known.",
    }


def test_details_are_told_beside_the_rest() -> None:
    error = errors.AmbiguousCall("Two calls can be meant.", details={"calls": [{"id": "c1"}]})
    assert error.data()["calls"] == [{"id": "c1"}]
    assert errors.CtiError("?").details == {}
