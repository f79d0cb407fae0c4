"""What the platform keeps: names in full, ids that stay, nothing secret told."""

from __future__ import annotations

import pytest

from cti_desk.simulator.errors import NotFound
from tests.support.instantvoice_bench import Bench


def test_names_in_full() -> None:
    platform = Bench().platform
    assert platform.full("default", "0001") == platform.full("default", "default_0001")
    assert platform.full("default", "0001") == "default_0001"
    with pytest.raises(NotFound):
        platform.full("nowhere", "0001")


def test_ids_stay_with_what_they_were_given_to() -> None:
    platform = Bench().platform
    first, second = platform.queue_id("7012"), platform.queue_id("7013")
    assert (platform.queue_id(None), first, second) == (0, 1, 2)
    platform.renamed("queue", "7012", "7099")
    assert platform.queue_id("7099") == first
    assert platform.queue_id("7012") == 3
    platform.gone("queue", "7012")
    assert platform.queue_id("7012") == 4


def test_details_hold_no_secrets() -> None:
    platform = Bench().platform
    platform.sip_users["default_0001"]["secret"] = "creative-password"
    platform.passwords["default_1001"] = "98765"
    told = platform.details()
    assert "default_0001" in told["sip_users"]
    assert "creative-password" not in repr(told)
    assert "98765" not in repr(told)
