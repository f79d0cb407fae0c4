"""Follows CtiDesk.Application's events without polling, until a call has ended."""

import importlib.metadata
import time

import pythoncom
import win32com.client

# The standard library of the tests' Windows Python is a little older than its DLL, which calls this
# without an argument when win32com has read a type library.
importlib.metadata.MetadataPathFinder.invalidate_caches = staticmethod(lambda: None)

LAST = ("OnCall", "ConnectionCleared")
seen = []


class Events:
    def OnEvent(self, name, json):
        seen.append(("OnEvent", name, len(json) > 2))

    def OnCall(self, name, call_id, direction, state, number, who):
        seen.append(("OnCall", name, direction, state, number))

    def OnAgent(self, state, reason):
        seen.append(("OnAgent", state, reason))

    def OnLink(self, state, reason):
        seen.append(("OnLink", state, reason))

    def OnDesk(self, running):
        seen.append(("OnDesk", running))


desk = win32com.client.DispatchWithEvents("CtiDesk.Application", Events)
print("state", desk.State, flush=True)
end = time.monotonic() + 40
told = 0
while time.monotonic() < end and not any(one[:2] == LAST for one in seen):
    pythoncom.PumpWaitingMessages()
    for one in seen[told:]:
        print(*one, flush=True)
    told = len(seen)
    time.sleep(0.02)
for one in seen[told:]:
    print(*one, flush=True)
