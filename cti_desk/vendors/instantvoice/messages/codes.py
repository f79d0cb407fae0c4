"""InstantVoice's return codes (STOMP, SOAP and COM alike) and what they mean to an agent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

SUCCESS: Final = 0
MISSING_ARGUMENTS: Final = 1
NOT_FOUND: Final = 3
DUPLICATE: Final = 4
SENSELESS: Final = frozenset({5, 8})
"""What was asked cannot be done in the state that the agent is in."""
DISABLED: Final = 11
UNDEFINED: Final = 1000
INTERNAL_ERROR: Final = 9999
OFFLINE: Final = -1
PERMISSION_DENIED: Final = -2

SENTENCES: Final[dict[int, str]] = {
    1: "the request lacked something InstantVoice needs",
    2: "InstantVoice is out of memory",
    3: "InstantVoice does not know the agent, call or target named",
    4: "InstantVoice took it for a repeat of an earlier request and ignored it",
    5: "InstantVoice says that this makes no sense now",
    6: "the target must be empty first",
    7: "the target accepts no more now",
    8: "there is nothing there to do this to",
    9: "the password for the target is wrong",
    10: "InstantVoice may not do this",
    11: "the target is disabled",
    12: "no more agents are licensed",
    1000: "the call distribution of InstantVoice (IVACD) is disabled",
    9999: "InstantVoice failed unexpectedly",
    -1: "InstantVoice's web service cannot reach the call distribution (IVACD)",
    -2: "the access key does not have the right to do this; "
    "an administrator grants it under Configuration, Web Service",
}


def explain(code: int) -> str:
    """What a code means, as the second half of a sentence."""
    return SENTENCES.get(code, "InstantVoice gave a code that its manual does not list")


_NAMED: Final[dict[str, str]] = {
    "AgentLogin": "the agent {user} or the telephone {interface}",
    "AgentLogoff": "the agent {user}",
    "AgentPause": "the agent {user} or the pause reason {reason}",
    "AgentUnpause": "the agent {user}",
    "NewCall": "{exten}",
    "BlindTransfer": "{exten}",
}
"""What a request names, by its method: with code 3 this is what was not found."""


def refusal(what: str, code: int, why: str | None = None) -> str:
    """A sentence for a refused request: what did not happen, why, and the code."""
    return f"{what}: {why or explain(code)} (code {code})."


def why_refused(method: str, arguments: Mapping[str, Any], code: int) -> str:
    """What a code means for a request made with these arguments."""
    if code == NOT_FOUND and method in _NAMED:
        return f"{_NAMED[method].format_map(arguments)} is not known to InstantVoice"
    return explain(code)
