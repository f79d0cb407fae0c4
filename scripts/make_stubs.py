"""Writes the types of vendors' calls from the declarations of their methods.

python -m scripts.make_stubs           write them
python -m scripts.make_stubs --check   fail when they are stale

In the package that a descriptor names as ``typed_client``:

typed_arguments.py    what each method takes, by name
typed_replies.py      what each record of a reply holds
typed.pyi             ``call`` with both, so that a type checker knows every method
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Member, Method
from cti_desk.declarations.references import load
from cti_desk.installation.registry import installed_vendors
from scripts.gate import ROOT, write_or_check

SCRIPT: Final = "scripts/make_stubs.py"
SOURCES = ROOT

_TAKES: Final = {"yes_no": "YesNo", "flag": "Flag"}
_HOLDS: Final = {"text": "str", "integer": "int", "qualified_name": "str"}
_LEAST_SHARED: Final = 5


class Typed(NamedTuple):
    """A vendor whose calls are typed: in this package, by these methods."""

    title: str
    package: str
    methods: Mapping[str, Method]

    @property
    def folder(self) -> str:
        """Where the package lies, from the root of the sources."""
        return self.package.replace(".", "/")


def typed() -> Iterator[Typed]:
    """The vendors whose descriptors ask for it."""
    for vendor in installed_vendors().values():
        if vendor.typed_client:
            yield Typed(vendor.title, vendor.typed_client, load(vendor.methods))


def arguments(of: Typed) -> str:
    """What each method takes."""
    shared = _shared_fields(of.methods)
    lines = [
        f'"""What each method of {of.title} takes, for type checkers.',
        "",
        f"Written by {SCRIPT} from the declarations, which say what values mean.",
        '``None`` counts as not given."""',
        "from collections.abc import Sequence",
        "from typing import NotRequired, TypedDict",
        "Text = str | int",
        "YesNo = bool | str",
        "Flag = bool | int | str",
    ]
    for family, fields in shared.items():
        lines += _typed_dict(f"{family}Fields", "TypedDict", map(_taken, fields))
    for method in of.methods.values():
        lines += _arguments_of(method, shared)
    return _formatted(lines, of, "typed_arguments.py")


def replies(of: Typed) -> str:
    """What each record holds."""
    lines = [
        f'"""What the records that {of.title} answers hold, for type checkers.',
        "",
        f"Written by {SCRIPT} from the declarations. A member that a transport does not carry is",
        'missing there."""',
        "from typing import TypedDict",
    ]
    for method in of.methods.values():
        if method.reply in ("record", "records"):
            lines += _record(f"{method.name}Record", method.members)
    return _formatted(lines, of, "typed_replies.py")


def stub(of: Typed) -> str:
    """The signatures of ``call``."""
    lines = [
        f"# Written by {SCRIPT} from the declarations of the methods.",
        "from abc import ABCMeta",
        "from typing import Literal, Unpack, overload",
        "",
        f"from {of.package} import typed_arguments as takes",
        f"from {of.package} import typed_replies as holds",
        f"from {of.package}.calling import Calling",
        "class TypedCalls(Calling, metaclass=ABCMeta):",
    ]
    for name, method in of.methods.items():
        lines += [
            "    @overload",
            f'    async def call(self, method: Literal["{name}"], /, '
            f"**arguments: Unpack[takes.{name}Arguments]) -> {_answer(method)}:",
            f'        """{method.help}"""',
        ]
    return _formatted(lines, of, "typed.pyi")


FILES: Final = {"typed_arguments.py": arguments, "typed_replies.py": replies, "typed.pyi": stub}


def main(options: list[str]) -> int:
    """Write the files, or compare them; returns the exit code."""
    return max(
        write_or_check(SOURCES / of.folder / name, make(of), SCRIPT, options)
        for of in typed()
        for name, make in FILES.items()
    )


def _shared_fields(methods: Mapping[str, Method]) -> dict[str, tuple[Argument, ...]]:
    """Family → the optional arguments that its Add and Modify share, where they are many."""
    found = {}
    for name, method in methods.items():
        family = name.removesuffix("Add")
        other = methods.get(f"{family}Modify")
        if family != name and other is not None:
            there = {(one.name, _value(one)) for one in other.arguments if not one.mandatory}
            fields = tuple(
                one
                for one in method.arguments
                if not one.mandatory and (one.name, _value(one)) in there
            )
            if len(fields) >= _LEAST_SHARED:
                found[family] = fields
    return found


def _arguments_of(method: Method, shared: dict[str, tuple[Argument, ...]]) -> Iterator[str]:
    family = method.name.removesuffix("Add").removesuffix("Modify")
    inherited = {one.name for one in shared.get(family, ())} if family != method.name else set()
    for one in method.arguments:
        if one.fields:
            yield from _typed_dict(_item(method, one), "TypedDict", map(_taken, one.fields))
    own = [_taken(one, method) for one in method.arguments if one.name not in inherited]
    base = f"{family}Fields" if inherited else "TypedDict"
    yield from _typed_dict(f"{method.name}Arguments", base, own)


def _taken(argument: Argument, method: Method | None = None) -> tuple[str, str]:
    value = _value(argument)
    if argument.fields and method is not None:
        value = f"Sequence[{_item(method, argument)}]"
    return argument.name, value if argument.mandatory else f"NotRequired[{value} | None]"


def _value(argument: Argument) -> str:
    return _TAKES.get(argument.kind, "Text")


def _item(method: Method, argument: Argument) -> str:
    return f"{method.name}{argument.item.capitalize()}"


def _typed_dict(name: str, base: str, members: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"class {name}({base}):"
    yield from (f"    {key}: {value}" for key, value in members)


def _record(name: str, members: tuple[Member, ...]) -> Iterator[str]:
    """With members that are no Python names the long form; only that form has place for them."""
    held = [(one.name, _held(one)) for one in members]
    if all(key.isidentifier() and key != "pass" for key, _ in held):
        yield from _typed_dict(name, "TypedDict, total=False", held)
        return
    pairs = ", ".join(f'"{key}": {value}' for key, value in held)
    yield f'{name} = TypedDict("{name}", {{{pairs}}}, total=False)'


def _held(member: Member) -> str:
    return _HOLDS[member.kind] + (" | None" if member.nullable else "")


def _answer(method: Method) -> str:
    match method.reply:
        case "record":
            return f"holds.{method.name}Record"
        case "records":
            return f"list[holds.{method.name}Record]"
        case "names":
            return f"list[{_held(method.members[0])}]"
        case _:
            return "str"


def _formatted(lines: Iterable[str], of: Typed, name: str) -> str:
    command = [
        sys.executable,
        "-m",
        "ruff",
        "format",
        "--stdin-filename",
        str(ROOT / of.folder / name),
        "-",
    ]
    source = "\n".join(lines)
    done = subprocess.run(command, input=source.encode(), capture_output=True, check=True)
    return done.stdout.decode()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
