from __future__ import annotations

import pytest

from cti_desk.settings.lines import Lines

TEXT = '''\
top = 1
"quoted key" = 2
a.b = 3

[desk]
# not = "a key"
long = """
inside = "a long string"
""" # the end
other = \'\'\'
also = 1\'\'\'
list = [
  "x", # ]
  "y = 1",
]
inline = { in = 1 }
after = 1

[profiles."the office"]
vendor = "a"
[[ many . tables ]]
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 1),
        (("quoted key",), 2),
        (("a", "b"), 3),
        (("desk",), 5),
        (("desk", "long"), 7),
        (("desk", "inside"), 5),
        (("desk", "other"), 10),
        (("desk", "also"), 5),
        (("desk", "list"), 12),
        (("desk", "y"), 5),
        (("desk", "inline", "in"), 16),
        (("desk", "after"), 17),
        (("desk", "unknown"), 5),
        (("profiles", "the office"), 19),
        (("profiles", "the office", "vendor"), 20),
        (("many", "tables"), 21),
        (("nowhere",), None),
        ((), None),
    ],
)
def test_where_a_key_stands(path: tuple[str, ...], line: int | None) -> None:
    assert Lines(TEXT).of(path) == line
