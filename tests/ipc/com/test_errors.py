from __future__ import annotations

import pytest

from cti_desk.core.errors import BY_RPC_CODE, CtiError, NotOffered, RefusedByVendor
from cti_desk.ipc.com.errors import E_FAIL, com_error


@pytest.mark.parametrize(("rpc_code", "kind"), BY_RPC_CODE.items())
def test_the_last_digit_of_the_json_rpc_code_tells_them_apart(
    rpc_code: int, kind: type[CtiError]
) -> None:
    told = com_error(kind("No."))
    assert told.scode == 0x80040200 - (rpc_code + 32000)
    assert told.signed == told.scode - 2**32 < 0
    assert told.words == "No."


def test_a_fault_of_the_desk_is_a_failure() -> None:
    assert com_error(CtiError("The desk failed inside.")).scode == E_FAIL


def test_the_vendors_code_is_said_once() -> None:
    refused = RefusedByVendor("Refused.", vendor="instantvoice", code=9)
    assert com_error(refused).words == "Refused. (instantvoice code 9)"
    said = RefusedByVendor("Not logged in (code 9).", vendor="instantvoice", code=9)
    assert com_error(said).words == "Not logged in (code 9)."
    assert com_error(NotOffered("Not here.", vendor="instantvoice")).words == "Not here."
