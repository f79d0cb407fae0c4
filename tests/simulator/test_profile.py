import stat
import tomllib
from pathlib import Path

from cti_desk.simulator.profile import write


def test_the_profile_is_marked_as_a_simulators_and_holds_no_secret(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    values = {"hosts": ["127.0.0.1:61613"], "supervisor": True, "pause_reasons": {"1": 'A "b" ç'}}
    write(path, "instantvoice", "127.0.0.1:5", values)
    assert tomllib.loads(path.read_text("utf-8")) == {
        "profile": "simulator",
        "profiles": {
            "simulator": {
                "vendor": "instantvoice",
                "simulator": True,
                "secrets": "simulator",
                "control": "127.0.0.1:5",
                **values,
            }
        },
    }
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
