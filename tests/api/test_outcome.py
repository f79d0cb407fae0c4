from __future__ import annotations

import pytest

from cti_desk.api.outcome import Accepted, result_of
from cti_desk.core.errors import CtiError, NoLink, NotOffered, OutcomeUnknown, RefusedByVendor
from cti_desk.core.reports import ACCEPTED, Outcome


def test_an_accepted_outcome_is_a_result() -> None:
    assert result_of(ACCEPTED) == Accepted(False, 0, None)
    assert not result_of(ACCEPTED).confirmed
    assert result_of(Outcome("accepted", confirmed=True)).confirmed
    coming = result_of(Outcome("accepted", confirmed=True, pending=True))
    assert (coming.accepted, coming.confirmed, coming.pending) == (True, True, True)


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("refused", RefusedByVendor),
        ("unknown", OutcomeUnknown),
        ("no_link", NoLink),
        ("not_offered", NotOffered),
    ],
)
def test_any_other_is_an_error_with_the_vendor_s_code(kind: str, error: type[CtiError]) -> None:
    with pytest.raises(error, match="Agent unknown") as raised:
        result_of(Outcome(kind, 3, "Agent unknown."))  # type: ignore[arg-type]
    assert raised.value.code == 3
