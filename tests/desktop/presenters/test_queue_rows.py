"""Which rows the panel shows, in which order, and that unchanged queues are not made again."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.model import (
    Agent,
    AgentState,
    Queue,
    QueueAgents,
    ServiceLevel,
    Snapshot,
    Waiting,
)
from cti_desk.desktop.options import QueueOptions
from cti_desk.desktop.presenters.queue_rows import (
    SORTS,
    Block,
    Caller,
    Figures,
    Head,
    Member,
    Note,
    QueueRows,
    Sort,
    Wish,
    chosen,
)
from scripts.queue_situations import (
    BILLING,
    COUNTED,
    FIGURES,
    IDA,
    LONG,
    NAMED,
    NIGHT,
    OFFICE,
    READ,
    READ_TABLE,
    SALES,
    SUPPORT,
    company,
)
from scripts.situations import NOW, READY, UP

ALL = QueueOptions()
USUAL = Wish()
OPEN = Wish(turned=frozenset({"7014", "7015"}))


def blocks(
    *queues: Queue,
    wish: Wish = USUAL,
    options: QueueOptions = ALL,
    table: CapabilityTable = NAMED,
) -> tuple[Block, ...]:
    return QueueRows().blocks(Snapshot(UP, READY, queues=queues), table, wish, options)


def names(found: tuple[Block, ...]) -> list[str]:
    return [head.name for block in found if isinstance(head := block[0], Head)]


def said(block: Block) -> list[str]:
    """The rows below a head, by the words they are known by."""
    words = []
    for row in block[1:]:
        if isinstance(row, Caller):
            words.append(row.caller.name or row.caller.number or "?")
        elif isinstance(row, Member):
            words.append(row.member.name or row.member.agent_id)
        elif isinstance(row, Note):
            words.append(row.text)
    return words


def test_own_queues_come_first_and_are_open() -> None:
    found = blocks(*OFFICE)
    assert names(found) == ["Sales", "Support", "Billing", NIGHT.name]
    assert [len(block) for block in found] == [14, 9, 1, 1]
    assert said(found[1])[:3] == ["Maria Souza", "+55 11 4002-8922", LONG]
    assert said(found[1])[3:] == [
        *("Ana Lima", "Eva Martins", "Ida Nunes", "João Pereira", "Rui Alves")
    ]


def test_who_waits_longest_stands_first_whatever_the_vendors_order() -> None:
    late, early = Waiting("61", 50.0), Waiting("62", 10.0)
    (block,) = blocks(Queue("1", member=True, waiting=(late, early), members=()))
    assert said(block) == ["62", "61"]
    assert isinstance(block[0], Head)
    assert block[0].oldest == 10.0


def test_a_turned_queue_is_not_as_by_default() -> None:
    found = blocks(SUPPORT, BILLING, wish=Wish(turned=frozenset({"7012", "7014"})))
    heads = [block[0] for block in found]
    assert [head.is_open for head in heads if isinstance(head, Head)] == [False, True]
    assert [len(block) for block in found] == [1, 3]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("name", ["Sales", "Support", "Billing", NIGHT.name]),
        ("waiting", ["Sales", "Support", NIGHT.name, "Billing"]),
        ("longest", ["Sales", "Support", NIGHT.name, "Billing"]),
    ],
)
def test_queues_are_sorted(sort: Sort, order: list[str]) -> None:
    assert names(blocks(*OFFICE, wish=Wish(sort=sort))) == order
    assert sort in SORTS


def test_members_are_sorted_by_state_if_wished() -> None:
    (block,) = blocks(SUPPORT, wish=Wish(by_state=True))
    assert said(block)[3:] == ["Ana Lima", "Eva Martins", "Rui Alves", "João Pereira", "Ida Nunes"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("sUPP", {"Support": 8}),
        ("7014", {"Billing": 0}),
        ("souza", {"Support": 1}),
        ("98765", {"Support": 1}),
        ("11 4002", {"Support": 1}),
        ("(3333) 1003", {"Sales": 1}),
        ("x3333", {}),
        ("rui", {"Support": 1, "Billing": 1}),
        ("default_1005", {"Sales": 1}),
        ("  eva ", {"Support": 1, "Billing": 1}),
        ("zzz", {}),
    ],
)
def test_searching_finds_queues_callers_and_members(search: str, found: dict[str, int]) -> None:
    result = blocks(*OFFICE, wish=Wish(search=search))
    assert {name: len(block) - 1 for name, block in zip(names(result), result, strict=True)} == (
        found
    )


def test_what_is_found_in_a_closed_queue_is_shown() -> None:
    (_, block) = blocks(SUPPORT, BILLING, wish=Wish(search="rui"))
    assert isinstance(block[0], Head)
    assert block[0].is_open
    assert said(block) == ["Rui Alves"]


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (QueueOptions(), ["7014", "7015", "7013", "7012"]),
        (QueueOptions(show="own"), ["7013", "7012"]),
        (QueueOptions(only=("support", "7014")), ["7014", "7012"]),
        (QueueOptions(show="own", only=("billing",)), []),
    ],
)
def test_the_settings_choose_queues(options: QueueOptions, ids: list[str]) -> None:
    assert [queue.id for queue in chosen(OFFICE, options)] == ids
    assert len(blocks(*OFFICE, options=options)) == len(ids)


@pytest.mark.parametrize(
    ("queue", "table", "notes"),
    [
        (
            FIGURES[0],
            COUNTED,
            ["InstantVoice tells neither who waits nor who the members are"],
        ),
        (
            replace(FIGURES[0], waiting=()),
            COUNTED,
            ["InstantVoice does not tell who the members are"],
        ),
        (replace(FIGURES[0], members=(IDA,)), COUNTED, ["InstantVoice does not tell who waits"]),
        (
            FIGURES[0],
            NAMED,
            ["Who waits is not known now", "Who the members are is not known now"],
        ),
        (
            Queue("1", member=True, waiting=(), members=()),
            NAMED,
            ["Nobody waits, and the queue has no members"],
        ),
    ],
)
def test_what_cannot_be_shown_is_said(
    queue: Queue, table: CapabilityTable, notes: list[str]
) -> None:
    (block,) = blocks(queue, table=table)
    assert [row.text for row in block if isinstance(row, Note)] == notes


def test_figures_are_the_vendors_or_counted() -> None:
    def figures(queue: Queue) -> Figures:
        ((head, *_),) = blocks(queue)
        assert isinstance(head, Head)
        return head.figures

    assert figures(FIGURES[0]) == Figures(3, 1, 2)
    assert figures(SUPPORT) == Figures(1, 1, 1, 1)
    both = replace(SUPPORT, agents=QueueAgents(1, 2, 1))
    assert figures(both) == Figures(1, 1, 1, 1)  # who is known says more than how many
    assert figures(Queue("1")) == Figures()


def test_the_agent_is_marked_among_the_members() -> None:
    (block,) = blocks(SUPPORT)
    mine = [row.member.name for row in block if isinstance(row, Member) and row.me]
    assert mine == ["Ana Lima"]


def test_an_unchanged_queue_is_not_made_again() -> None:
    rows = QueueRows()
    first = rows.blocks(Snapshot(UP, READY, queues=OFFICE), NAMED, Wish(), ALL)
    fewer = replace(SUPPORT, waiting=())
    changed = tuple(fewer if queue is SUPPORT else queue for queue in OFFICE)
    second = rows.blocks(Snapshot(UP, READY, queues=changed), NAMED, Wish(), ALL)
    same = [was is now for was, now in zip(first, second, strict=True)]
    assert same == [True, False, True, True]
    other = replace(READY, id="default_1003", state=AgentState.BUSY)
    third = rows.blocks(Snapshot(UP, other, queues=changed), NAMED, Wish(), ALL)
    assert [was is now for was, now in zip(second, third, strict=True)] == [False] * 4


def test_rows_have_keys_of_their_own_even_without_ids() -> None:
    same = Waiting(None, NOW)
    (block,) = blocks(Queue("1", member=True, waiting=(same, same, same), members=()))
    assert len({row.key for row in block}) == 4
    keys = [row.key for block in blocks(*company(20, 500, 200), wish=OPEN) for row in block]
    assert len(keys) == len(set(keys))


def test_nothing_is_shown_of_nothing() -> None:
    assert QueueRows().blocks(Snapshot(agent=Agent()), CapabilityTable(), Wish(), ALL) == ()
    assert names(blocks(SALES, options=QueueOptions(only=("other",)))) == []


def test_rows_of_people_who_stay_the_same_are_taken_again() -> None:
    rows = QueueRows()

    def block(queue: Queue, wish: Wish = USUAL) -> Block:
        (found,) = rows.blocks(Snapshot(UP, READY, queues=(queue,)), NAMED, wish, ALL)
        return found

    first = block(SUPPORT)
    members = (*(SUPPORT.members or ())[:4], replace(IDA, since=NOW))
    second = block(replace(SUPPORT, members=members))
    assert [was is now for was, now in zip(first, second, strict=True)] == (
        [False, True, True, True, True, True, False, True, True]
    )
    equal = tuple(replace(member) for member in members)
    third = block(replace(SUPPORT, members=equal))
    assert all(was is now for was, now in zip(second[1:], third[1:], strict=True))
    sorted_anew = block(replace(SUPPORT, members=members), Wish(by_state=True))
    assert said(sorted_anew)[3:] == [
        *("Ana Lima", "Eva Martins", "Rui Alves", "João Pereira", "Ida Nunes")
    ]


def test_service_levels_are_said_for_each_period() -> None:
    (block,) = blocks(READ[0], table=READ_TABLE)
    assert [row.text for row in block if isinstance(row, Note)] == [
        "Answered, period 1: 85 % in 30 s, 93 % in 60 s, 97 % in 90 s",
        "Answered, period 2: 78 % in 30 s, 88 % in 60 s, 91.5 % in 90 s",
        "InstantVoice does not tell who waits",
    ]
    (block,) = blocks(replace(READ[0], service_levels=(ServiceLevel(1, None, 4.0),)))
    assert "Answered: 4 %" in [row.text for row in block if isinstance(row, Note)]


def test_figures_that_were_read_count_more_than_the_members_read_so_far() -> None:
    ((head, *below),) = blocks(READ[0])
    assert isinstance(head, Head)
    assert head.figures == Figures(3, 1, 2)
    assert len([row for row in below if isinstance(row, Member)]) == 4
