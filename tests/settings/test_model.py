from __future__ import annotations

from pathlib import Path

from cti_desk.settings.model import Profile, Settings
from cti_desk.settings.sections import ContactList, Dialing


def test_contacts_file_is_beside_the_settings_unless_absolute() -> None:
    settings = Settings(Path("/etc/desk/settings.toml"))
    assert settings.contacts_file is None
    for written, found in (("a.csv", "/etc/desk/a.csv"), ("/srv/a.csv", "/srv/a.csv")):
        settings = Settings(Path("/etc/desk/settings.toml"), contacts=ContactList(written))
        assert settings.contacts_file == Path(found)
    home = Settings(Path("/etc/x"), contacts=ContactList("~/a.csv")).contacts_file
    assert home == Path.home() / "a.csv"


def test_dial_rules_take_the_countrys_prefixes() -> None:
    rules = Profile("a", "acme", {}, Dialing(country="US", outside_line="9")).dial_rules
    assert (rules.country_code, rules.international_prefix, rules.outside_line) == ("1", "011", "9")
