"""What is handed on is all that is complete, and nothing that is not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.vendors.compass.client.xmpp_markup import Markup, PromptPullParser

COMPLETE = [
    "<a>",
    "</a>",
    "<a b='>'>",
    """<a b="'>" c='"'/>""",
    "<b>text<a>",
    "<a>b > c<d/>",
    "<!-- <a> > -- -> -->",
    "<!---->",
    "<![CDATA[<a>]] > ]]>",
    "<![CDATA[]]]]>",
    "<?xml version='1.0'?>",
    "<?p '?>",
    "<!DOCTYPE a>",
    "\n\t <a\n>",
]


@pytest.mark.parametrize("text", COMPLETE)
def test_complete_markup_is_handed_on_with_its_last_character(text: str) -> None:
    markup = Markup()
    assert "".join(map(markup.feed, text[:-1])) + markup.feed(text[-1]) == text
    assert markup.feed("<") == ""


@pytest.mark.parametrize("text", COMPLETE)
def test_nothing_is_handed_on_before_it_is_complete(text: str) -> None:
    markup = Markup()
    markup.feed("<a>")
    found = [markup.feed(one) for one in text.removeprefix("<a>")]
    handed_on = "".join(found)
    assert handed_on == text.removeprefix("<a>")
    assert all(one == "" or one.endswith(">") for one in found)


def test_what_is_no_xml_is_handed_on_at_once_so_that_it_is_refused() -> None:
    markup = Markup()
    assert markup.feed("\r\n") == ""
    assert markup.feed("SSH-2.0") == "SSH-2.0"


@pytest.mark.parametrize("text", [*COMPLETE, "<a><b/>"])
@pytest.mark.parametrize("rest", ["", "text", "<", "<!", "<!-", "<![CDATA[]]", "<a b='>", "<!-->"])
def test_what_is_unfinished_waits(text: str, rest: str) -> None:
    markup = Markup()
    assert markup.feed(text + rest) == text


@given(st.text(alphabet="<>!?-[]CDAT'\"/ab ", max_size=60), st.lists(st.integers(0, 60)))
def test_it_does_not_matter_where_it_is_cut(text: str, cuts: list[int]) -> None:
    text = f"<a>{text}"
    whole = Markup().feed(text)
    markup = Markup()
    edges = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    found = "".join(markup.feed(text[start:end]) for start, end in pairwise(edges))
    assert found == whole
    assert text.startswith(whole)


@given(st.lists(st.sampled_from(COMPLETE), max_size=20))
def test_a_whole_stream_is_handed_on_whole(parts: list[str]) -> None:
    assert Markup().feed("".join(parts)) == "".join(parts)


def test_slixmpps_parser_tells_a_stanza_with_its_last_byte() -> None:
    stanza = "<iq to='é' id='1'><query xmlns='e'>a &gt; b</query></iq>".encode()
    late = 0
    for first in range(1, len(stanza) - 1):
        for second in range(first + 1, len(stanza)):
            parser = PromptPullParser()
            parser.feed(b"<s>")
            for piece in (stanza[:first], stanza[first:second], stanza[second:]):
                parser.feed(piece)
            late += [kind for kind, _ in parser.read_events()] != [*["start"] * 3, *["end"] * 2]
    assert late == 0
