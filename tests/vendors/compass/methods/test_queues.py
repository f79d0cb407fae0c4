"""Queue membership: joining, leaving, and the pauses that version 3 has no more."""

from __future__ import annotations

from cti_desk.vendors.compass.methods import ENDPOINTS


def test_pauses_end_with_version_2() -> None:
    for name in ("identity.pauseQueue", "identity.unpauseQueue"):
        assert ENDPOINTS[name].versions == (1, 2)


def test_queues_are_joined_by_users_and_identities() -> None:
    joined = [ENDPOINTS[f"{kind}.loginQueue"].method for kind in ("user", "identity")]
    names = [[argument.name for argument in method.arguments] for method in joined]
    assert names == 2 * [["id", "queue", "priority", "callForward"]]
