from cti_desk.vendors.compass.simulator.logins import MOST_REFUSED, Logins


def test_logins_are_counted_over_all_doors() -> None:
    logins = Logins(lambda: None)
    logins.accepted("xmpp")
    logins.refused("xmpp")
    logins.refused("rest")
    assert logins.stats() == {
        "logins": 1,
        "login_attempts": 3,
        "logins_refused": 2,
        "refused_by": {"xmpp": 1, "rest": 1},
    }


def test_every_twentieth_refusal_blocks() -> None:
    blocks: list[int] = []
    logins = Logins(lambda: blocks.append(logins.stats()["logins_refused"]))
    for _ in range(2 * MOST_REFUSED + 1):
        logins.refused("xmpp")
    assert blocks == [20, 40]
