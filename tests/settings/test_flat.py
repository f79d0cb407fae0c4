from __future__ import annotations

import pytest

from cti_desk.settings.flat import Declarations, Unknown, flatten
from tests.support.settings import VENDORS

VALUES = {
    "profile": "a",
    "desk": {"on_quit": "ask"},
    "odd": {"x": 1},
    "profiles": {"a": {"vendor": "acme", "dialing": {"country": "BR"}}, "b": 1},
}


def test_flatten() -> None:
    assert flatten(VALUES) == {
        ("profile",): "a",
        ("desk", "on_quit"): "ask",
        ("odd",): {"x": 1},
        ("profiles", "a", "vendor"): "acme",
        ("profiles", "a", "dialing", "country"): "BR",
        ("profiles", "b"): 1,
    }


@pytest.fixture
def declarations() -> Declarations:
    return Declarations(VENDORS, flatten(VALUES))


@pytest.mark.parametrize(
    "path",
    [
        ("profile",),
        ("desk", "on_quit"),
        ("profiles", "a", "vendor"),
        ("profiles", "a", "hosts"),
        ("profiles", "a", "dialing", "country"),
    ],
)
def test_declared(declarations: Declarations, path: tuple[str, ...]) -> None:
    field, _ = declarations.at(path)
    assert field.key == path[-1]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("odd",), 'no setting "odd"'),
        (("desk",), r"a section: \[desk\]"),
        (("desk", "x"), r"in \[desk\]"),
        (("nothing", "x"), 'no setting "nothing.x"'),
        (("profiles", "a", "hots"), 'Did you mean "hosts"'),
        (("profiles", "a", "dialing", "x"), r"in \[profiles.a.dialing\]"),
        (("profiles", "a", "b", "c", "d"), "no setting"),
        ((), "no setting"),
    ],
)
def test_not_declared(declarations: Declarations, path: tuple[str, ...], words: str) -> None:
    with pytest.raises(Unknown, match=words):
        declarations.at(path)


def test_settings_of_an_unknown_telephone_system_are_not_judged(
    declarations: Declarations,
) -> None:
    assert declarations.can_judge(("profiles", "a", "x"))
    assert not declarations.can_judge(("profiles", "b", "x"))
    assert declarations.no_such_vendor("acme") is None
    assert 'Did you mean "acme"' in str(declarations.no_such_vendor("acmee"))
