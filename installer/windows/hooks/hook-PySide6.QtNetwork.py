"""Named in hook-PySide6.py."""
