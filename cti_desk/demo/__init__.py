"""`cti-desk demo`: a desk, a simulated telephone system, and a call day played on them.

With a display it is interactive; without one it runs on a virtual display with a window manager
and a tray, and leaves numbered pictures and the journal in a folder.
"""

from __future__ import annotations

from cti_desk.demo.command import main

__all__ = ["main"]
