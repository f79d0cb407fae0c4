"""Forms of values: what fits, and that nothing raises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.declarations.argument_values import FORMS


@pytest.mark.parametrize(
    ("form", "right", "wrong"),
    [
        ("integer", ("0", "0015", "-3"), ("", "1.5", "٣", "1" * 31, "1\n", "--1")),
        ("yes_no", ("yes", "no"), ("Yes", "1", "")),
        ("flag", ("0", "1"), ("2", "yes", "")),
        ("address", ("10.0.0.1", "::1"), ("10.0.0", "host", "10.0.0.1/8")),
        (
            "network",
            ("10.0.0.1", "10.0.0.0/8", "0.0.0.0/0.0.0.0", "192.168.0.7/255.255.255.0"),
            ("10.0.0.0/99", "office", ""),
        ),
        (
            "mac",
            ("00:1a:2B:3c:4d:5e", "00-1a-2b-3c-4d-5e", "001a2b3c4d5e"),
            ("00:1a:2b:3c:4d", "00:1a:2b:3c:4d:5g", "00:1a-2b:3c:4d:5e", ""),
        ),
        ("setting", ("a=b", "a=", "__x=y=z"), ("a", "=b", "")),
    ],
)
def test_forms(form: str, right: tuple[str, ...], wrong: tuple[str, ...]) -> None:
    assert [text for text in right if not FORMS[form].fits(text)] == []
    assert [text for text in wrong if FORMS[form].fits(text)] == []


@given(st.text(max_size=40))
def test_no_text_raises(text: str) -> None:
    for form in FORMS.values():
        form.fits(text)
