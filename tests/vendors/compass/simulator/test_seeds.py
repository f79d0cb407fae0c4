from cti_desk.vendors.compass.simulator import seeds
from tests.support.compass_sim import Company


def test_the_company_is_as_promised() -> None:
    company = Company()
    world = company.exchange.world
    assert [agent.number for agent in world.agents.values()] == list(seeds.USERS)
    assert all(agent.phone for agent in world.agents.values())
    assert {queue.id: queue.name for queue in world.queues.values()} == seeds.QUEUES
    assert not any(queue.members for queue in world.queues.values())
    assert list(world.extensions) == ["6100", "6101", "6102", "6103"]


def test_ids_are_nobody_elses() -> None:
    company = Company()
    accounts = company.platform.accounts.values()
    ids = [one.id for one in accounts] + [one.identity for one in accounts if one.identity]
    ids += [*company.platform.resources, *seeds.QUEUES, *company.exchange.world.phones]
    assert len(set(ids)) == len(ids)


def test_one_account_belongs_to_no_company() -> None:
    platform = Company().platform
    reseller = platform.named(seeds.RESELLER)
    assert reseller is not None
    assert reseller not in platform.users()
