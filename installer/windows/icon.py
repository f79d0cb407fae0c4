"""The program's icon as a Windows file: the drawn one at every size, PNGs in one container."""

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication

SIZES = (16, 32, 48, 64, 128, 256)
HEADER = struct.Struct("<HHH")  # 0, 1 = icon, number of pictures
ENTRY = struct.Struct(
    "<BBBBHHII"
)  # width, height (0 = 256), colours, 0, planes, bits, length, offset


def write_icon(path: Path) -> None:
    """Draw the program's icon into a file. Needs no screen."""
    application = QGuiApplication(["icon", "-platform", "offscreen"])
    from cti_desk.desktop.icons import app_icon

    icon = app_icon()
    pictures = [_png(icon.pixmap(size, size)) for size in SIZES]
    offset = HEADER.size + ENTRY.size * len(SIZES)
    entries = b""
    for size, picture in zip(SIZES, pictures, strict=True):
        entries += ENTRY.pack(size % 256, size % 256, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    path.write_bytes(HEADER.pack(0, 1, len(SIZES)) + entries + b"".join(pictures))
    del application


def _png(pixmap) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixmap.save(buffer, "PNG")
    return bytes(buffer.data().data())
