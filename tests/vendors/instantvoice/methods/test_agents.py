"""Reading an agent: requests as in the manual, secrets covered."""

from __future__ import annotations

import pytest

from cti_desk.core.errors import UsageError
from cti_desk.declarations.arguments import MASK
from cti_desk.vendors.instantvoice.methods import METHODS
from tests.support.instantvoice_seed import built, example


@pytest.mark.shows(
    "instantvoice",
    "method AgentInfo over STOMP",
    "method AgentLineList over STOMP",
    "method AgentQueueList over STOMP",
)
@pytest.mark.parametrize("method", ["AgentInfo", "AgentLineList", "AgentQueueList"])
def test_the_manuals_request(method: str) -> None:
    wanted = example(method)[2]
    assert built(method, **wanted) == wanted
    assert not METHODS[method].acting


def test_the_password_is_covered() -> None:
    shown = METHODS["AgentInfo"].mask({"pass": "1234", "name": "x"})
    assert shown == {"pass": MASK, "name": "x"}


def test_the_password_has_a_name_of_its_own_and_the_wires_too() -> None:
    agent = {"accountcode": "default", "user": "1000"}
    assert built("AgentAdd", **agent, password="1234")["pass"] == "1234"
    assert built("AgentAdd", **agent, **{"pass": "1234"})["pass"] == "1234"
    method = METHODS["AgentAdd"]
    assert method.spell(method.check({**agent, "passwd": 1}), "soap")["passwd"] == "1"
    with pytest.raises(UsageError) as raised:
        method.check({**agent, "password": "letmein"})
    assert "letmein" not in str(raised.value)
