"""A CRM that polls until it was told NAME's call, or until it is told to stop: listener.py NAME."""

import json
import sys
import time

import win32com.client

ivclient = win32com.client.Dispatch("Instantvoice.Integration")
print("StartTray", ivclient.StartTray(), flush=True)
for _ in range(300):
    for event in json.loads(ivclient.PollEvents()):
        print(event["type"], event["callerid"], flush=True)
        if event["callerid"] == sys.argv[1]:
            print("StopTray", ivclient.StopTray(), ivclient.PollEvents(), flush=True)
            raise SystemExit
    time.sleep(0.1)
