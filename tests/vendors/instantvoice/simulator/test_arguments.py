from typing import Any

import pytest

from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Method
from cti_desk.vendors.instantvoice.simulator.arguments import Arguments, Refusal

FULL = {"Accountcode": "default", "User": "default_1001"}


def code(do) -> int:
    with pytest.raises(Refusal) as caught:
        do()
    return caught.value.code


def test_names_in_both_forms() -> None:
    assert Arguments(FULL, "both").full_agent() == "default_1001"
    lower = {"accountcode": "default", "user": "1001"}
    assert Arguments(lower, "both").numeric_agent() == "default_1001"
    assert Arguments({**lower, "user": "default_0001"}, "both").numeric_agent() == "default_0001"
    assert Arguments({**lower, "user": 1001}, "both").numeric_agent() == "default_1001"


@pytest.mark.parametrize("missing", [{}, {"Accountcode": ""}, {"Accountcode": None}])
def test_what_is_missing_or_empty_is_code_1(missing) -> None:
    assert code(Arguments(missing, "both").full_agent) == 1


def test_the_spelling_is_compared_exactly() -> None:
    assert code(Arguments({"accountcode": "default", "user": "1"}, "both").full_agent) == 1


def test_an_agent_of_another_account_is_not_found() -> None:
    assert code(Arguments({"Accountcode": "other", "User": "default_1"}, "both").full_agent) == 3
    assert code(Arguments({"Accountcode": "default", "User": "1001"}, "both").full_agent) == 3


@pytest.mark.parametrize(
    ("accepted", "given", "expected"),
    [
        ("both", "Agent", "default_1001"),
        ("both", "User", "default_1001"),
        ("user", "User", "default_1001"),
        ("agent", "Agent", "default_1001"),
        ("user", "Agent", 1),
        ("agent", "User", 1),
    ],
)
def test_agent_or_user_by_variant(accepted, given: str, expected) -> None:
    arguments = Arguments({"Accountcode": "default", given: "default_1001"}, accepted)
    if isinstance(expected, int):
        assert code(arguments.calling_agent) == expected
    else:
        assert arguments.calling_agent() == expected


LINE = Argument("number", spelling={"stomp": "Number"}, mandatory=True, kind="integer")
METHOD = Method(
    "Add",
    (
        Argument("user", spelling={"stomp": "User"}, mandatory=True),
        Argument("size", kind="integer", maximum=9),
        Argument("lines", kind="records", fields=(LINE,)),
    ),
    section="Add",
)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"User": 1, "size": "", "other": 5}, {"user": "1"}),
        ({"User": "a", "lines": [{"Number": 1}]}, {"user": "a", "lines": [{"number": "1"}]}),
        ({"User": "a", "lines": []}, {"user": "a"}),
        ({"user": "a"}, 1),
        ({"User": ""}, 1),
        ({"size": "10"}, 1),
        ({"User": "a", "lines": [{}]}, 1),
        ({"User": "a", "size": "10"}, 5),
        ({"User": ["a"]}, 5),
        ({"User": "a", "lines": {"Number": 1}}, 5),
        ({"User": "a", "lines": [{"Number": "x"}]}, 5),
    ],
)
def test_arguments_by_a_declaration(values: dict[str, Any], expected: Any) -> None:
    arguments = Arguments(values, "both")
    if isinstance(expected, int):
        assert code(lambda: arguments.declared(METHOD)) == expected
    else:
        assert arguments.declared(METHOD) == expected
