"""Login, logoff, pause: requests as in the manual."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.core.errors import UsageError
from cti_desk.vendors.instantvoice.methods import METHODS
from tests.support.instantvoice import AGENT, DEVICE
from tests.support.instantvoice_seed import built, example


@pytest.mark.shows(
    "instantvoice",
    "method AgentLogin over STOMP",
    "method AgentLogoff over STOMP",
    "method AgentPause over STOMP",
    "method AgentUnpause over STOMP",
)
@pytest.mark.parametrize(
    ("method", "more"),
    [
        ("AgentLogin", {"interface": DEVICE}),
        ("AgentLogoff", {}),
        ("AgentPause", {"reason": "1"}),
        ("AgentUnpause", {}),
    ],
)
def test_the_manuals_request(method: str, more: dict[str, Any]) -> None:
    sent = built(method, accountcode="default", user=AGENT, **more)
    assert [method, sent] == [example(method)[0], example(method)[2]]
    assert METHODS[method].acting


def test_a_pause_needs_its_reason() -> None:
    with pytest.raises(UsageError, match="needs the argument “reason”"):
        METHODS["AgentPause"].check({"accountcode": "default", "user": AGENT})
