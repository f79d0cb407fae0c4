import pytest

from cti_desk.simulator.verbs import VERBS, problem


def test_all_verbs_of_the_contract_are_declared() -> None:
    promised = "ring answer hold retrieve hangup transfer phone clock fault stats state script"
    assert set(promised.split()) <= set(VERBS)


@pytest.mark.parametrize(
    ("verb", "params", "words"),
    [
        ("ring", {"agent": "a1", "from": "1"}, None),
        ("fault", {"kind": "drop", "count": 3}, None),
        ("phone", {"agent": "a1", "auto_answer": 2.5}, None),
        ("phone", {"agent": "a1", "auto_answer": True}, None),
        ("dance", {}, "no verb 'dance'"),
        ("ring", {"agent": "a1"}, "needs from"),
        ("ring", {"from": 219}, "from must be a text"),
        ("ring", {"from": "1", "colour": "red"}, "no parameter 'colour'"),
        ("clock", {"advance": "soon"}, "advance must be a number"),
        ("clock", {"advance": float("nan")}, "advance must be a number"),
        ("clock", {"advance": True}, "advance must be a number"),
        ("rights", {"methods": [1]}, "methods must be a list"),
        ("phone", {"agent": "a1", "busy": 1}, "busy must be true or false"),
    ],
)
def test_parameters_are_checked_in_words(verb, params, words) -> None:
    found = problem(verb, params)
    assert (words in found) if words else found is None


def test_positional_parameters_are_declared_ones() -> None:
    for verb in VERBS.values():
        assert set(verb.positional) <= set(verb.params)
