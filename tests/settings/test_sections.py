from __future__ import annotations

import pytest

from cti_desk.settings.checking import check_value
from cti_desk.settings.declaring import checks_of, fields_of
from cti_desk.settings.sections import SECTIONS, ScreenPopRule


@pytest.mark.parametrize("name", SECTIONS)
def test_defaults_pass_their_own_checks(name: str) -> None:
    section = SECTIONS[name]
    for field in fields_of(section):
        value = list(field.default) if isinstance(field.default, tuple) else field.default
        if value is None:
            continue
        assert check_value(field, value) is None, field
        check = checks_of(section).get(field.key)
        assert check is None or check(value) is None


@pytest.mark.parametrize("name", SECTIONS)
def test_everything_is_explained(name: str) -> None:
    for field in fields_of(SECTIONS[name]):
        assert field.label
        assert field.help.endswith("."), field


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("https://crm.example.com/call?n={number}", ("crm.example.com",)),
        ("https://crm.example.com{/number}", ("crm.example.com",)),
        ("https://crm.example.com{?number*,name:10}", ("crm.example.com",)),
        ("https://crm.example.com:8443/{e164}", ("crm.example.com",)),
        ("https://{queue}.example.com/", ()),
        ("https://crm.example.com{number}/", ()),
        ("https://[bad/{number}", ()),
        ("", ()),
    ],
)
def test_the_templates_own_host_is_allowed(url: str, hosts: tuple[str, ...]) -> None:
    assert ScreenPopRule(url=url).allowed_hosts == hosts


def test_named_hosts_are_the_only_ones() -> None:
    rule = ScreenPopRule(url="https://crm.example.com/", hosts=("*.example.org",))
    assert rule.allowed_hosts == ("*.example.org",)
