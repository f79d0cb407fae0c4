"""Who calls: a contacts file as a spreadsheet writes it, a real desk and a simulator."""

from __future__ import annotations

import json

from tests.support.desk_process import AGENT, DEVICE, Office

PEOPLE = (
    "sep=;\n"
    "Name;Company;Contract Number;Telefon (geschäftlich);Mobil\n"
    'Anna Müller;;4711;="2131234567";\n'
    "Bernd Schulz;;4712;+55 21 3123-4567;\n"
    "Carla Dias;ACME;4713;'2131230001;\n"
    "Davi Reis;ACME;4714;021 3123-0001;\n"
    '"Open;;4715;2131230002;\n'
    "Eva Lima;;4716;21 3123-0003 / 21 98765-4321;\n"
)


def test_who_calls_is_said_as_far_as_it_is_certain(office: Office) -> None:
    simulator = office.simulator()
    text = simulator.profile.read_text(encoding="utf-8")
    people = office.directory / "people.csv"
    people.write_bytes(PEOPLE.encode("utf-16-le"))
    config = office.directory / "settings.toml"
    config.write_text(f'{text}\n[contacts]\nfile = "{people}"\n', encoding="utf-8")
    desk = office.desk(config)
    desk.link_up()
    desk.log_in(DEVICE)
    desk.until(
        lambda now: desk.do("explain", "number", "2131230003", "--json").find("Eva Lima") > 0,
        "the contacts are read",
    )

    def called_by(number: str) -> tuple[str | None, bool, list[str]]:
        call = simulator.ring(number, agent=AGENT)
        now = desk.until(lambda now: now["calls"] and now["calls"][0]["remote"]["e164"], "a call")
        remote = now["calls"][0]["remote"]
        simulator.call("hangup", call=call, by="caller")
        desk.until(lambda now: not now["calls"], "the call has ended")
        return remote["name"], remote["guess"], remote["candidates"]

    both = ["Anna Müller", "Bernd Schulz"]
    assert called_by("2131234567") == ("Anna Müller / Bernd Schulz", True, both)
    assert called_by("02131230001") == ("ACME", True, ["Carla Dias", "Davi Reis"])
    assert called_by("2131230002") == ("Open", False, [])
    assert called_by("5521987654321") == ("Eva Lima", False, [])

    rows = json.loads(desk.do("journal", "--json"))
    names = [row["name"] for row in rows if row["kind"] == "call"]
    assert sorted(filter(None, names)) == ["Eva Lima", "Open"]
    found = json.loads(desk.do("explain", "number", "tel:+55-21-3123-4567", "--json"))
    assert (found["contact"], found["guess"]) == ("Anna Müller / Bernd Schulz", True)
    assert "quotation mark" in (desk.output() + _log(office, desk.instance))


def _log(office: Office, instance: str) -> str:
    file = office.directory / "state" / "cti-desk" / instance / "cti-desk.log"
    return file.read_text(encoding="utf-8")
