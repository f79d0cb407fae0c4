"""Why an exchange does not do what it was asked.

    ExchangeError
    ├── NotFound      no such agent, call, queue, telephone or reason
    ├── AlreadySo     it is in that state already
    ├── Invalid       the request makes no sense now
    ├── Full          no line or place is free
    ├── Empty         there is nothing to do it to
    ├── NotEmpty      it is in use, so it cannot be changed or removed
    ├── NotAllowed    it may not do this
    ├── Disabled      the agent is disabled
    └── Ambiguous     several calls can be meant

`str()` is a sentence; vendors translate the class to their own code.
"""

from __future__ import annotations


class ExchangeError(Exception):
    """Base of all refusals of the exchange."""


class NotFound(ExchangeError):
    pass


class AlreadySo(ExchangeError):
    pass


class Invalid(ExchangeError):
    pass


class Full(ExchangeError):
    pass


class Empty(ExchangeError):
    pass


class NotEmpty(ExchangeError):
    pass


class NotAllowed(ExchangeError):
    pass


class Disabled(ExchangeError):
    pass


class Ambiguous(ExchangeError):
    pass
