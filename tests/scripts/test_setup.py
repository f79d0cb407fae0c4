"""scripts/setup.sh against stand-ins for dpkg-query, apt-get, sudo and id."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STAND_INS = {
    "dpkg-query": 'for name; do :; done\ngrep -qx "$name" "$FAKE/installed" && printf installed\n',
    "apt-get": 'echo "apt-get $*; $(tail -n 1 "$CTI_POLICY_FILE")" >>"$FAKE/calls"\n',
    "id": 'cat "$FAKE/uid"\n',
    "sudo": 'test -e "$FAKE/sudo-allowed" || exit 1\n[ "$1" != -n ] || shift\nexec "$@"\n',
}


class Machine:
    """A machine with some packages, on which somebody runs a function of setup_lib.sh."""

    def __init__(self, path: Path, *, uid: int, installed: list[str]) -> None:
        self.path = path
        self.policy = path / "policy-rc.d"
        for name, body in STAND_INS.items():
            (path / name).write_text(f"#!/bin/sh\n{body}")
            (path / name).chmod(0o755)
        (path / "uid").write_text(f"{uid}\n")
        (path / "installed").write_text("\n".join(installed) + "\n")

    def run(self, code: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-c", f"set -euo pipefail; . {ROOT}/scripts/setup_lib.sh; {code}"],
            cwd=cwd,
            env={
                **os.environ,
                "PATH": f"{self.path}:{os.environ['PATH']}",
                "FAKE": str(self.path),
                "CTI_POLICY_FILE": str(self.policy),
                "python": "python3",
            },
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def calls(self) -> list[str]:
        log = self.path / "calls"
        return log.read_text().splitlines() if log.exists() else []


def names(*lists: str) -> list[str]:
    run = subprocess.run(
        ["bash", "-c", f". scripts/setup_lib.sh; package_names {' '.join(lists)}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.split()


def test_lists_are_names_without_comments() -> None:
    everything = names("python", "desktop", "headless", "compass", "test")
    some = {"python3-venv", "libxcb-cursor0", "xvfb", "prosody", "rabbitmq-server"}
    assert some <= set(everything)
    assert all(name.replace("-", "").replace(".", "").isalnum() for name in everything)


def test_a_complete_machine_never_calls_apt(tmp_path: Path) -> None:
    machine = Machine(tmp_path, uid=0, installed=names("headless", "test"))
    run = machine.run("ensure_packages headless test")
    assert (run.returncode, run.stdout, run.stderr, machine.calls) == (0, "", "", [])


def test_without_root_and_sudo_one_line_is_printed(tmp_path: Path) -> None:
    packages = names("headless")
    machine = Machine(tmp_path, uid=1000, installed=packages[2:])
    run = machine.run("ensure_packages headless")
    assert run.returncode == 1
    lines = [line.strip() for line in run.stderr.splitlines() if "apt-get" in line]
    assert lines == [f"sudo apt-get install --no-install-recommends {packages[0]} {packages[1]}"]
    assert machine.calls == []


@pytest.mark.parametrize("uid", [0, 1000])
@pytest.mark.parametrize("before", [None, "#!/bin/sh\nexit 0\n"])
def test_missing_packages_are_installed_without_starting_services(
    tmp_path: Path, uid: int, before: str | None
) -> None:
    machine = Machine(tmp_path, uid=uid, installed=[])
    (tmp_path / "sudo-allowed").touch()
    if before:
        machine.policy.write_text(before)
    run = machine.run("ensure_packages test")
    assert run.returncode == 0, run.stderr
    update, install = machine.calls
    assert update.startswith("apt-get update;")
    assert install.startswith("apt-get install --yes --no-install-recommends ")
    assert " ".join(names("test")) in install
    assert "exit 101" in install
    assert (machine.policy.read_text() if machine.policy.exists() else None) == before


def test_a_failing_apt_is_shown_and_the_policy_restored(tmp_path: Path) -> None:
    machine = Machine(tmp_path, uid=0, installed=[])
    (tmp_path / "apt-get").write_text("#!/bin/sh\necho 'no such mirror'\nexit 100\n")
    run = machine.run("ensure_packages test")
    assert run.returncode == 1
    assert "no such mirror" in run.stderr
    assert not machine.policy.exists()


def test_the_environment_is_made_anew_for_other_pins(tmp_path: Path) -> None:
    machine = Machine(tmp_path, uid=0, installed=[])
    project = tmp_path / "project"
    project.mkdir()
    for name in ("pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, project)
    keys = [machine.run("venv_key python3", project).stdout for _ in range(2)]
    with (project / "constraints.txt").open("a") as pins:
        pins.write("something==1\n")
    keys.append(machine.run("venv_key python3", project).stdout)
    assert keys[0] == keys[1] != keys[2]
    assert len(keys[0].strip()) == 64


@pytest.mark.parametrize(
    ("options", "purpose"),
    [([], "run"), (["--vendor", "instantvoice"], "run"), (["--vendor", "compass"], "run compass")],
)
def test_an_xmpp_server_is_installed_for_who_asks_for_compass(
    tmp_path: Path, options: list[str], purpose: str
) -> None:
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    shutil.copy(ROOT / "scripts" / "run.sh", scripts)
    programs = {scripts / "setup.sh": "setup", tmp_path / ".venv" / "bin" / "cti-desk": "desk"}
    for program, name in programs.items():
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f'#!/bin/sh\necho "{name} $*"\n')
        program.chmod(0o755)
    env = {**os.environ, "DISPLAY": ":1"}
    run = subprocess.run(
        [scripts / "run.sh", *options], env=env, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines() == [f"setup {purpose}", " ".join(["desk demo", *options])]


PYTHONS = ("python3.11", "python3", "python3.12", "python3.13", "python3.14")


def without_python(path: Path, *, uid: int) -> Machine:
    """A bare Debian: apt-get brings its Python, or none that is new enough."""
    machine = Machine(path, uid=uid, installed=names("desktop"))
    for name in PYTHONS:
        (path / name).write_text('#!/bin/sh\ntest -e "$FAKE/new-enough" || exit 127\n')
        (path / name).chmod(0o755)
    return machine


def test_a_debian_without_python_gets_one(tmp_path: Path) -> None:
    machine = without_python(tmp_path, uid=0)
    apt = tmp_path / "apt-get"
    apt.write_text(apt.read_text() + '[ "$1" != install ] || touch "$FAKE/new-enough"\n')
    run = machine.run('prepare_system python desktop; echo "with $python"')
    assert run.returncode == 0, run.stderr
    assert run.stdout == f"with {tmp_path}/python3.11\n"
    assert "install --yes --no-install-recommends python3 python3-venv;" in machine.calls[-1]


def test_an_older_debians_python_is_said_to_be_too_old(tmp_path: Path) -> None:
    run = without_python(tmp_path, uid=0).run("prepare_system python desktop")
    assert run.returncode == 1
    assert "Python 3.11 or newer is needed, and this system's is older" in run.stderr


def test_without_root_python_is_part_of_the_line_that_is_printed(tmp_path: Path) -> None:
    run = without_python(tmp_path, uid=1000).run("prepare_system python desktop")
    assert run.returncode == 1
    line = "sudo apt-get install --no-install-recommends python3 python3-venv"
    assert run.stderr.splitlines()[-1].strip() == line


def test_where_there_is_no_sudo_the_line_has_none(tmp_path: Path) -> None:
    run = Machine(tmp_path, uid=1000, installed=[]).run("PATH=; as_root 'apt-get install x'")
    assert run.stdout == "su -c 'apt-get install x'\n"


def test_the_readmes_commands_work_as_printed() -> None:
    """The program is where the set-up puts it; make and scripts are the checkout's."""
    readme = (ROOT / "README.md").read_text()
    blocks = re.findall(r"```sh\n(.*?)```", readme, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.strip()]
    assert len(lines) > 10
    known = ("make ", ".venv/bin/", "scripts/", "cd ", "export ")
    assert [line for line in lines if not line.startswith(known)] == []
