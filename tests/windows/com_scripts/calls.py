"""Calls methods one after the other as lines of JSON say, and writes down results and seconds.

Each line is [progid, method, arguments...]; "?" begins a line that waits for a file to exist.
"""

import json
import os
import sys
import time

import pythoncom
import win32com.client

objects = {}
for line in sys.stdin:
    progid, method, *arguments = json.loads(line)
    if progid == "?":
        while not os.path.exists(method):
            time.sleep(0.05)
        continue
    if progid not in objects:
        objects[progid] = win32com.client.Dispatch(progid)
    began = time.monotonic()
    try:
        result = getattr(objects[progid], method)
        if callable(result):
            result = result(*arguments)
    except pythoncom.com_error as error:
        source, words, scode = None, None, 0
        if error.excepinfo:
            _, source, words, _, _, scode = error.excepinfo
        result = [error.hresult & 0xFFFFFFFF, source, words, scode & 0xFFFFFFFF]
    print(json.dumps([method, result, round(time.monotonic() - began, 2)]), flush=True)
