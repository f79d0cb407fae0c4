"""What a caller's name or number does to an address: nothing but fill its place."""

from __future__ import annotations

import pytest

from cti_desk.core.errors import SettingsError
from cti_desk.system.uritemplate_shim import expand

KNOWN = {"number": "+55 21/9876", "name": "Zoë & Co?"}


@pytest.mark.parametrize(
    ("template", "url"),
    [
        ("https://crm/{number}", "https://crm/%2B55%2021%2F9876"),
        (
            "https://crm/{?number,name}",
            "https://crm/?number=%2B55%2021%2F9876&name=Zo%C3%AB%20%26%20Co%3F",
        ),
        ("https://crm/{?queue,name:3}", "https://crm/?name=Zo%C3%AB"),
        ("https://crm/find{/queue}", "https://crm/find"),
        ("https://crm/fixed", "https://crm/fixed"),
    ],
)
def test_values_are_encoded_and_unknown_ones_left_out(template: str, url: str) -> None:
    assert expand(template, KNOWN) == url


def test_braces_of_a_caller_are_no_template() -> None:
    assert expand("https://crm/{+name}", {"name": "{number}"}) == "https://crm/%7Bnumber%7D"


@pytest.mark.parametrize("template", ["https://crm/{number", "https://crm/{}", "x/{number:many}"])
def test_what_is_no_template_is_told(template: str) -> None:
    with pytest.raises(SettingsError, match="is not a URL template"):
        expand(template, KNOWN)
