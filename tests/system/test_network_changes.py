from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from cti_desk.system.network_changes import NetworkChanges
from tests.support.netlink import address_came, address_went
from tests.support.waiting import until

OFFICE = b"\xc6\x33\x64\x07"
HOME = b"\x20\x01\x0d\xb8" + b"\0" * 11 + b"\x07"


class Told:
    def __init__(self) -> None:
        self.here, self.kernel = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.times = 0
        self.changes = NetworkChanges(self._came, self.here)

    def _came(self) -> None:
        self.times += 1

    async def says(self, *messages: bytes) -> int:
        """Send, and wait until a last known change has been told; returns the others."""
        before = self.times
        marker = bytes([9, 9, 9, self.times])
        for message in (*messages, address_came(marker)):
            self.kernel.send(message)
        wanted = before + 1
        await until(lambda: self.times >= wanted and marker in self.changes._known)
        self.times -= 1
        return self.times - before


@pytest.fixture
def told(loop) -> Iterator[Told]:
    made = Told()
    yield made
    made.changes.close()
    made.kernel.close()


async def test_a_new_address_is_told(told: Told) -> None:
    assert await told.says(address_came(OFFICE)) == 1


async def test_an_address_that_was_there_is_not(told: Told) -> None:
    assert await told.says(address_came(OFFICE), address_came(OFFICE)) == 1


async def test_an_address_that_comes_back_is(told: Told) -> None:
    assert await told.says(address_came(HOME), address_went(HOME), address_came(HOME)) == 2


async def test_several_in_one_message_are_one_change(told: Told) -> None:
    assert await told.says(address_came(HOME) + address_came(OFFICE)) == 1


async def test_an_address_of_this_link_only_is_not_told(told: Told) -> None:
    assert await told.says(address_came(OFFICE, scope=253), address_went(HOME)) == 0


@pytest.mark.parametrize(
    "message",
    [b"x", b"\0" * 64, b"\xff" * 64, address_came(OFFICE)[:20], address_came(OFFICE)[:26]],
)
async def test_nonsense_is_nothing(told: Told, message: bytes) -> None:
    assert await told.says(message) == 0


async def test_the_kernels_socket_opens(loop) -> None:
    changes = NetworkChanges(lambda: None)
    assert changes._socket is not None
    changes.close()
    changes.close()
    assert changes._socket is None


async def test_a_source_that_ends_is_closed(loop) -> None:
    here, kernel = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    changes = NetworkChanges(lambda: None, here)
    kernel.close()
    await until(lambda: changes._socket is None)
