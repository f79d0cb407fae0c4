"""A CRM's day in Python: logs in, pauses, dials until the call connects, transfers, hangs up."""

import json
import time

import win32com.client

ivclient = win32com.client.Dispatch("Instantvoice.Integration")
events = []


def wait_for(kind, more=lambda event: True):
    for _ in range(150):
        events.extend(json.loads(ivclient.PollEvents()))
        for index, event in enumerate(events):
            if event["type"] == kind and more(event):
                return events.pop(index)
        time.sleep(0.1)
    raise SystemExit(f"no {kind} among {events}")


AGENT = ("default", "default_1002")
codes = [
    ("StartTray", ivclient.StartTray()),
    ("AgentLogin", ivclient.AgentLogin(*AGENT, "SIP/default_0002")),
    ("AgentPause", ivclient.AgentPause(*AGENT, "1")),
]
assert wait_for("PAUSE")["direction"] == "Break"
codes += [
    ("AgentUnpause", ivclient.AgentUnpause(*AGENT)),
    ("NewCall", ivclient.NewCall(*AGENT, "6100", "4711")),
]
call = wait_for("NEWCALL")
assert list(call)[:5] == ["direction", "callerid", "type", "uniqueid", "agent"], call
wait_for("DCONNECT", lambda event: event["uniqueid"] == call["uniqueid"])
codes.append(("BlindTransfer", ivclient.BlindTransfer(*AGENT, "2133334444")))
wait_for("HANGUP")
codes.append(("NewCall", ivclient.NewCall(*AGENT, "6100", "4712")))
call = wait_for("NEWCALL")
wait_for("DCONNECT")
codes.append(("Hangup", ivclient.Hangup("default", call["uniqueid"])))
wait_for("HANGUP")
codes += [("AgentLogoff", ivclient.AgentLogoff(*AGENT)), ("StopTray", ivclient.StopTray())]
print(json.dumps(codes))
