"""What does something. Without an answer of its own a handler returns ``None``: an empty body."""

from __future__ import annotations

from typing import Any, Final

from cti_desk.vendors.compass.messages.status import ALL
from cti_desk.vendors.compass.simulator.platform import READ, WRITE, Account
from cti_desk.vendors.compass.simulator.rest import objects
from cti_desk.vendors.compass.simulator.rest.asked import Asked, RestError
from cti_desk.vendors.compass.simulator.rest.reading import STATUS_WORDS, Handler

_PRIORITIES: Final = ("1", "2", "3")


def delete_user(asked: Asked) -> None:
    """For whoever is above the company only."""
    account = asked.user(WRITE)
    if asked.account.in_company or not account.in_company:
        raise RestError(403, "You may not delete that user.")
    exchange = asked.platform.exchange
    if exchange.world.agents[account.id].phone is not None:
        exchange.agents.log_out(account.id)
    exchange.setup.remove_agent(account.id)
    del asked.platform.accounts[account.id]
    exchange.world.look()


def set_status(asked: Asked) -> None:
    account = _worker(asked.user(WRITE))
    words = {told: word for word, told in STATUS_WORDS.items()}
    receives = words.get(asked.text("receiveCalls"))
    if receives is None:
        raise RestError(400, f"receiveCalls is one of {', '.join(words)}.")
    shown = asked.body.get("displayStatus") or ""
    if not isinstance(shown, str):
        raise RestError(400, "displayStatus must be a text.")
    with asked.chronicle.one_step():
        asked.platform.clear_pauses(account.id)
        asked.platform.set_status(account.id, receives, "" if receives == ALL else shown)


def log_in(asked: Asked, account: Account) -> None:
    queue = _queue(asked)
    priority = asked.body.get("priority", 1)
    # The manual's example writes it as a text.
    if str(priority) not in _PRIORITIES:
        raise RestError(400, f"priority must be one of {', '.join(_PRIORITIES)}.")
    follows = asked.body.get("callForward", False)
    if not isinstance(follows, bool):
        raise RestError(400, "callForward must be true or false.")
    asked.platform.log_in(_worker(account).id, queue, int(priority), follows)


def log_out(asked: Asked, account: Account) -> None:
    asked.platform.log_out(_worker(account).id, _queue(asked))


def pause(paused: bool) -> Handler:
    def act(asked: Asked) -> None:
        account = _worker(asked.identity(WRITE))
        with asked.chronicle.one_step():
            asked.platform.pause(account.id, _queue(asked), paused)

    return act


def dial_number(asked: Asked) -> Any:
    account = _worker(asked.user(WRITE))
    number = asked.text("destination")
    return _started(asked, asked.platform.exchange.calls.request(account.id, number).id)


def dial_user(asked: Asked) -> Any:
    account = _worker(asked.user(WRITE))
    callee = asked.platform.account(asked.needed("callee", "user"))
    call = asked.platform.exchange.calls.request(account.id, callee.extension)
    return _started(asked, call.id)


def pick_up(asked: Asked) -> Any:
    return _pick_up(asked, _worker(asked.user(WRITE)))


def pick_up_at_extension(asked: Asked) -> Any:
    number = asked.platform.resource("extension", asked.id).number
    account = next((one for one in asked.platform.users() if one.extension == number), None)
    if account is None:
        raise RestError(404, "Nobody has that extension.")
    if account is not asked.account and asked.account.in_company:
        raise RestError(403, "You have no write right on that extension.")
    return _pick_up(asked, account)


def _pick_up(asked: Asked, account: Account) -> Any:
    exchange = asked.platform.exchange
    call = exchange.world.call(asked.text("callId"))
    exchange.queues.pick_up(call.id, account.id)
    return _started(asked, call.id)


def listen_in(asked: Asked) -> Any:
    account = _worker(asked.user(WRITE))
    return _started(asked, asked.platform.listen_in(account.id, asked.text("callId")))


def change_identity(asked: Asked) -> Any:
    account = asked.identity(WRITE)
    name, kind = ("outboundCli", "outboundCli") if asked.version == 1 else ("cli", "externalNumber")
    if name in asked.body:
        cli = asked.reference(name, kind)
        if cli is not None:
            asked.platform.resource("externalNumber", cli)
        account.cli = cli
    if "extension" in asked.body:
        account.extension = _extension(asked)
    asked.platform.exchange.world.look()
    return objects.identity(asked, account)


def _extension(asked: Asked) -> str:
    if asked.version == 1:
        return str(asked.body["extension"])
    found = asked.reference("extension", "extension")
    return "" if found is None else asked.platform.resource("extension", found).number or ""


def change_switch(asked: Asked) -> Any:
    asked.need(READ)
    found = asked.platform.resource("dpSwitch", asked.id)
    asked.need(WRITE)
    setting = asked.body.get("currentSetting")
    if not isinstance(setting, int) or isinstance(setting, bool) or setting < 0:
        raise RestError(400, "currentSetting must be a number.")
    found.setting = setting
    return objects.thing(asked, found)


def _worker(account: Account) -> Account:
    if not account.in_company:
        raise RestError(400, "That user has no phone.")
    return account


def _queue(asked: Asked) -> str:
    queue = asked.needed("queue", "queue")
    if queue not in asked.platform.exchange.world.queues:
        raise RestError(404, f"There is no queue {queue}.")
    return queue


def _started(asked: Asked, call_id: str) -> Any:
    """How versions differ in telling that a call was started."""
    if asked.version < 3:
        return True
    return {"callId": call_id} if asked.variants.call_id == "object" else call_id


ACTIONS: Final[dict[str, Handler]] = {
    "user.delete": delete_user,
    "user.setStatus": set_status,
    "user.loginQueue": lambda asked: log_in(asked, asked.user(WRITE)),
    "user.logoutQueue": lambda asked: log_out(asked, asked.user(WRITE)),
    "identity.loginQueue": lambda asked: log_in(asked, asked.identity(WRITE)),
    "identity.logoutQueue": lambda asked: log_out(asked, asked.identity(WRITE)),
    "identity.pauseQueue": pause(True),
    "identity.unpauseQueue": pause(False),
    "user.dialNumber": dial_number,
    "user.dialUser": dial_user,
    "user.pickupQueueCall": pick_up,
    "extension.pickupQueueCall": pick_up_at_extension,
    "user.listenIn": listen_in,
    "identity.change": change_identity,
    "dpSwitch.change": change_switch,
}
