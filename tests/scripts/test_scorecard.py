from __future__ import annotations

from pathlib import Path

import pytest

from scripts.scorecard import Claim, Contradiction, Row, make_rows, page, read_claims

ITEMS = ["code 1", "code 2", "event A"]
CODES = Claim("code *", "tests/test_a.py::test_codes")


def claims_in(tmp_path: Path, text: str, vendor: str = "acme") -> list[Claim]:
    (tmp_path / "tests" / "deep").mkdir(parents=True, exist_ok=True)
    (tmp_path / "tests" / "deep" / "test_it.py").write_text(f"import pytest\n{text}")
    return read_claims(tmp_path, vendor)


def test_marks_are_read_without_importing_the_test(tmp_path: Path) -> None:
    text = (
        "raise ImportError\n"
        '@pytest.mark.shows("acme", "code 1", "code *")\n'
        '@pytest.mark.shows("other", "code 7")\n'
        '@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.shows("acme", "y"))])\n'
        "async def test_codes(x): ...\n"
        'def test_unmarked(): "mark.shows"\n'
    )
    where = "tests/deep/test_it.py::test_codes"
    assert claims_in(tmp_path, text) == [
        Claim("code 1", where),
        Claim("code *", where),
        Claim("y", where),
    ]
    assert claims_in(tmp_path, text, "other") == [Claim("code 7", where)]


@pytest.mark.parametrize("arguments", ['"acme"', '"acme", ROW', '*ROWS, "x"', '"acme", what="x"'])
def test_a_mark_that_cannot_be_read_is_refused(tmp_path: Path, arguments: str) -> None:
    with pytest.raises(Contradiction, match=r"test_it\.py:2: .* plain texts"):
        claims_in(tmp_path, f"@pytest.mark.shows({arguments})\ndef test_it(): ...\n")


def test_what_is_no_test_shows_nothing(tmp_path: Path) -> None:
    with pytest.raises(Contradiction, match="only a test"):
        claims_in(tmp_path, '@pytest.mark.shows("acme", "x")\ndef helper(): ...\n')


def test_a_name_beats_a_pattern() -> None:
    named = Claim("code 2", "tests/test_z.py::test_two")
    exempt = {"event A": "not told", "*": "later"}
    with pytest.raises(Contradiction, match=r"“code 1” is shown by .* and exempt as “\*”"):
        make_rows(ITEMS, [CODES], exempt)
    del exempt["*"]
    assert make_rows(ITEMS, [CODES, named], exempt) == [
        Row("code 1", "done", CODES.test),
        Row("code 2", "done", named.test),
        Row("event A", "exempt", "not told"),
    ]
    exempt["code 2"] = "not so"
    assert make_rows(ITEMS, [CODES], exempt)[1] == Row("code 2", "exempt", "not so")
    with pytest.raises(Contradiction, match=r"“code 2” is shown by .* remove one"):
        make_rows(ITEMS, [CODES, named], exempt)


def test_everything_needs_a_row_and_nothing_is_left_over() -> None:
    with pytest.raises(Contradiction) as raised:
        make_rows(
            [*ITEMS, "code 1"],
            [CODES, Claim("code 3", "tests/test_a.py::test_three")],
            {"code 4": "gone", "kind *": "gone"},
        )
    assert str(raised.value).splitlines() == [
        "“code 1” is listed twice",
        "“event A” has neither a test that shows it nor a reason why not",
        "“code 3” is shown by tests/test_a.py::test_three, but is no item",
        "“code 4” is exempt, but needs not be",
        "“kind *” is exempt, but needs not be",
    ]


def test_signs_of_a_pattern_mean_themselves() -> None:
    odd = ["WSDL at /?wsdl", "topic a.#", "[1]"]
    rows = make_rows(odd, [Claim(one, "t") for one in odd], {})
    assert [row.state for row in rows] == ["done"] * 3
    with pytest.raises(Contradiction, match="no item"):
        make_rows(["axb"], [Claim("a.b", "t")], {"axb": "x"})


def test_the_page_says_how_many_of_how_many() -> None:
    rows = [Row("code 1", "done", "tests/a.py::test_b"), Row("code 2", "exempt", "why")]
    assert page("Acme", rows) == (
        "# Acme\n\n"
        "1 of 2 rows are done; each of the others says why not.\n\n"
        "| code 1 | done | tests/a.py::test_b |\n"
        "| code 2 | exempt | why |\n"
    )
    with pytest.raises(Contradiction, match="does not fit"):
        page("Acme", [Row("a|b", "exempt", "why")])
