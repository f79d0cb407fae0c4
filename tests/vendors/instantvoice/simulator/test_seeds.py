from cti_desk.simulator.exchange import Exchange
from cti_desk.vendors.instantvoice.simulator.platform import Platform
from cti_desk.vendors.instantvoice.simulator.seeds import devices, seed


def test_the_seeds_are_those_of_the_contract() -> None:
    platform = Platform(Exchange())
    seed(platform)
    world = platform.exchange.world
    assert list(world.agents) == [f"default_100{n}" for n in range(1, 6)]
    assert list(world.phones) == devices() == [f"SIP/default_000{n}" for n in range(1, 6)]
    assert world.queues["7012"].name == "Support"
    assert list(world.queues["7012"].members) == list(world.agents)
    assert world.extensions["6100"].answers_after
    assert [reason.text for reason in world.reasons.values()] == ["Break", "Lunch", "Training"]
    assert list(platform.sip_users) == [
        "default_instantvoice",
        *(f"default_000{n}" for n in range(1, 6)),
    ]
