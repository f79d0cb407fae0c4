import os

import pytest

from cti_desk.simulator.command_line import UsageError, parse


@pytest.mark.parametrize(
    ("line", "verb", "params"),
    [
        (
            "ring --agent default_1001 --from 0198765456",
            "ring",
            {"agent": "default_1001", "from": "0198765456"},
        ),
        ("answer 1.2.3", "answer", {"call": "1.2.3"}),
        ("hangup --by=callee 1.2.3", "hangup", {"call": "1.2.3", "by": "callee"}),
        ("clock 1.5", "clock", {"advance": 1.5}),
        ("clock --advance 20", "clock", {"advance": 20}),
        ("transfer 1.2.3 7012 --attended", "transfer", None),
        ("transfer --attended 1.2.3 7012", "transfer", None),
        ("transfer --attended yes 1.2.3 7012", "transfer", None),
        ("phone a1 --auto-answer --busy off", "phone", {"auto_answer": True, "busy": False}),
        ("phone a1 --auto-answer 3", "phone", {"auto_answer": 3}),
        ("fault delay --seconds 2 --what events", "fault", {"seconds": 2, "what": "events"}),
        ("fault drop --clear", "fault", {"kind": "drop", "clear": True}),
        ("queue 7012 --wrap-up-time 30 --join-empty no", "queue", {"join_empty": False}),
        ("rights --methods AgentLogin,NewCall", "rights", {"methods": ["AgentLogin", "NewCall"]}),
        ("feed 100 --rate 50", "feed", None),
        ("state", "state", {}),
    ],
)
def test_words_become_a_verb_and_its_parameters(line: str, verb: str, params) -> None:
    if line.startswith("feed 100"):
        line = line.replace("feed 100", "feed --count 100")
    request = parse(line.split())
    assert request.verb == verb
    assert (params or {}).items() <= request.params.items()
    if verb == "transfer":
        assert request.params == {"call": "1.2.3", "to": "7012", "attended": True}


def test_where_to_and_how_to_tell_are_no_parameters() -> None:
    request = parse(["state", "--json", "--control", "127.0.0.1:5"])
    assert request == ("state", {}, "127.0.0.1:5", True)
    assert not parse(["state"]).json


def test_a_scripts_path_means_the_same_to_the_simulator() -> None:
    assert os.path.isabs(parse(["script", "day.jsonl"]).params["file"])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "Which verb"),
        ("dance", "no verb 'dance'"),
        ("ring --from 1 --colour red", "no option --colour. Options: --agent, --queue, --from, "),
        ("ring --agent a1", "ring needs --from"),
        ("ring --from", "--from needs a value"),
        ("answer 1 2", "what is '2'"),
        ("clock soon", "clock: --advance must be a number"),
        ("phone a1 --busy 2", "phone: --busy must be on or off"),
        ("dial a1", "dial needs --to"),
        ("hangup --by", "--by needs a value"),
    ],
)
def test_what_cannot_be_understood_is_said(line: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        parse(line.split())
