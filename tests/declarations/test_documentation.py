"""Tables and links as Markdown has them."""

from __future__ import annotations

from cti_desk.declarations.documentation import link, row


def test_a_cell_keeps_its_bars() -> None:
    assert row("a|b", "c") == r"| a\|b | c |"


def test_a_link_leads_to_the_heading_of_its_method() -> None:
    assert link("AgentLogin") == "[`AgentLogin`](#agentlogin)"
    assert link("queue.join") == "[`queue.join`](#queuejoin)"
