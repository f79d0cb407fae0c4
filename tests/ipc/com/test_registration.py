from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cti_desk.ipc.com import registration as module
from cti_desk.ipc.com.identity import APPLICATION, INTEGRATION, TYPE_LIBRARY
from cti_desk.ipc.com.registration import Key, Value, is_registered, register, unregister

SERVER = '"C:\\Program Files\\CTI Desk\\cti-deskw.exe" com serve'
LIBRARY = "C:\\Users\\ana\\cti-desk.tlb"


class MemoryTree:
    """A registry that is a dictionary."""

    def __init__(self, root: Key | None = None) -> None:
        self.root = root or Key()

    def read(self, path: str) -> Key | None:
        return copy.deepcopy(self._find(path.split("\\")))

    def write(self, path: str, key: Key) -> None:
        *above, last = path.split("\\")
        here = self.root
        for part in above:
            here = here.keys.setdefault(part, Key())
        here.keys[last] = copy.deepcopy(key)

    def remove(self, path: str) -> None:
        *above, last = path.split("\\")
        parent = self._find(above)
        if parent is not None:
            parent.keys.pop(last, None)

    def text(self, path: str, name: str = "") -> Any:
        key = self.read(path)
        return None if key is None or name not in key.values else key.values[name].data

    def _find(self, parts: list[str]) -> Key | None:
        here: Key | None = self.root
        for part in parts:
            here = here.keys.get(part) if here is not None else None
        return here


def quiet(_line: str) -> None:
    pass


@pytest.mark.shows("instantvoice", "IVClient: ProgID Instantvoice.Integration and its CLSID")
def test_both_objects_are_found_by_both_kinds_of_programs() -> None:
    tree, said = MemoryTree(), []
    assert not is_registered(tree)
    register(tree, SERVER, LIBRARY, said.append)
    assert is_registered(tree)
    for each in (INTEGRATION, APPLICATION):
        assert tree.text(rf"Classes\{each.progid}\CLSID") == each.clsid
        for view in ("Classes", r"Classes\Wow6432Node"):
            assert tree.text(rf"{view}\CLSID\{each.clsid}\LocalServer32") == SERVER
            assert tree.text(rf"{view}\CLSID\{each.clsid}\ProgID") == each.progid
        assert f"Registered {each.progid} for you, for 64 and 32 bit programs." in said
    assert tree.text(rf"Classes\TypeLib\{TYPE_LIBRARY}\1.0\0\win64") == LIBRARY
    assert tree.text(rf"Classes\CLSID\{APPLICATION.clsid}\TypeLib") == TYPE_LIBRARY


@pytest.mark.shows("instantvoice", "IVClient: installation, registering and unregistering")
def test_what_was_there_is_kept_over_two_registrations_and_put_back() -> None:
    tree, said = MemoryTree(), []
    theirs = Key({"": Value(1, "IVClient"), "n": Value(3, raw=b"\x00\xff")}, {"CLSID": Key()})
    tree.write(r"Classes\Instantvoice.Integration", theirs)
    before = copy.deepcopy(tree.root)
    register(tree, SERVER, LIBRARY, said.append)
    assert said[0] == r"Kept what was registered before: Classes\Instantvoice.Integration"
    register(tree, SERVER, "elsewhere.tlb", quiet)
    unregister(tree, said.append)
    assert r"Put back what was registered before: Classes\Instantvoice.Integration" in said
    assert tree.root == before
    unregister(tree, said.append)
    assert said[-1] == "Nothing was registered."
    assert tree.root == before


def test_who_registered_over_ours_is_left_alone() -> None:
    tree, said = MemoryTree(), []
    register(tree, SERVER, LIBRARY, quiet)
    path = rf"Classes\CLSID\{INTEGRATION.clsid}"
    theirs = Key({"": Value(1, "IVClient, installed later")})
    tree.write(path, theirs)
    assert not is_registered(tree)
    unregister(tree, said.append)
    assert tree.read(path) == theirs
    assert said[0] == f"Left alone, because another program has registered it since: {path}"


def test_a_registration_that_broke_off_can_be_taken_back() -> None:
    class Full(MemoryTree):
        writes = 0

        def write(self, path: str, key: Key) -> None:
            self.writes += 1
            if self.writes == 4:
                raise OSError("disk full")
            super().write(path, key)

    tree = Full(Key(keys={"Classes": Key(keys={"Instantvoice.Integration": Key()})}))
    before = copy.deepcopy(tree.root)
    try:
        register(tree, SERVER, LIBRARY, quiet)
    except OSError:
        unregister(tree, quiet)
    assert tree.root == before


VALUES = st.one_of(
    st.builds(Value, st.just(1), st.text(st.characters(codec=None))),
    st.builds(Value, st.just(4), st.integers(0, 2**32 - 1)),
    st.builds(Value, st.just(7), st.lists(st.text())),
    st.builds(lambda raw: Value(3, raw=raw), st.binary()),
    st.just(Value(0)),
)
FOREIGN = st.recursive(
    st.builds(Key, st.dictionaries(st.text(max_size=5), VALUES, max_size=3)),
    lambda keys: st.builds(
        Key,
        st.dictionaries(st.text(max_size=5), VALUES, max_size=2),
        st.dictionaries(st.sampled_from(["CLSID", "1.0", "x"]), keys, max_size=2),
    ),
    max_leaves=4,
)
PATHS = tuple(module._wanted("", ""))
PLACES = st.sampled_from([*PATHS, *{above for path in PATHS for above in module._above(path)}])


@given(
    st.lists(st.tuples(PLACES, FOREIGN), max_size=4),
    st.lists(st.sampled_from(["register", "unregister"]), max_size=6),
)
def test_however_often_it_is_registered_the_last_unregister_restores_all(
    there: list[tuple[str, Key]], steps: list[str]
) -> None:
    tree = MemoryTree()
    for path, key in there:
        tree.write(path, key)
    before = copy.deepcopy(tree.root)
    for step in [*steps, "unregister"]:
        if step == "register":
            register(tree, SERVER, LIBRARY, quiet)
            assert is_registered(tree)
        else:
            unregister(tree, quiet)
            assert tree.root == before


def test_the_marks_are_ours_alone() -> None:
    key = module._marked("x")
    assert module._is_ours(key)
    assert not module._is_ours(replace(key, values={"": Value(1, "x")}))
