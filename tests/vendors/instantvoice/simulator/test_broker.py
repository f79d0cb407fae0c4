from cti_desk.vendors.instantvoice.simulator.broker import Broker
from cti_desk.vendors.instantvoice.simulator.coilmq_shim import EmbeddedStomp
from cti_desk.vendors.instantvoice.simulator.stompy_shim import ExistingBroker
from tests.support.waiting import wait_for


def round_trip(broker: Broker, at: EmbeddedStomp) -> bytes:
    """What is published to a queue of ``at`` and consumed from it through ``broker``."""
    got: list[bytes] = []
    broker.consume("/queue/x", got.append)
    broker.start()
    try:
        at.publish("/topic/nobody", b"")
        at.put("/queue/x", b"hello")
        return wait_for(lambda: got)[0]
    finally:
        broker.stop()


def test_both_kinds_of_broker_can_be_used_alike() -> None:
    embedded = EmbeddedStomp(lambda login, passcode: True)
    assert round_trip(embedded, embedded) == b"hello"
    server = EmbeddedStomp(lambda login, passcode: True)
    server.start()
    try:
        host, port = server.address
        assert round_trip(ExistingBroker(host, port, "u", "p", "/"), server) == b"hello"
    finally:
        server.stop()
