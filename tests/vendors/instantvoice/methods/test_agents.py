"""Reading an agent: requests as in the manual, secrets covered."""

from __future__ import annotations

import pytest

from cti_desk.core.methods import MASK
from cti_desk.vendors.instantvoice.methods import METHODS
from tests.support.instantvoice_seed import built, example


@pytest.mark.parametrize("method", ["AgentInfo", "AgentLineList", "AgentQueueList"])
def test_the_manuals_request(method: str) -> None:
    wanted = example(method)[2]
    assert built(method, **wanted) == wanted
    assert not METHODS[method].acting


def test_the_password_is_covered() -> None:
    shown = METHODS["AgentInfo"].mask({"pass": "1234", "name": "x"})
    assert shown == {"pass": MASK, "name": "x"}
