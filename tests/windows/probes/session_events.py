"""Runs on Windows: tells the desk's hidden windows what Windows would; prints how many."""

import sys

import win32gui

from cti_desk.system.windows_events import TITLE

message, parameter = (int(word) for word in sys.argv[1:3])
found = []


def look(window: int, _: object) -> None:
    if win32gui.GetWindowText(window) == TITLE:
        found.append(window)


win32gui.EnumWindows(look, None)
for window in found:
    win32gui.SendMessage(window, message, parameter, 0)
print(len(found))
