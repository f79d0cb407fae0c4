from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

import cti_desk.desktop
from cti_desk.desktop import icons
from cti_desk.desktop.presenters.state import Symbol
from cti_desk.installation.resources import resource_path

RED = QColor("#ff0000")


def picture(size: int = 24) -> QImage:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    return image


def colours(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


def test_every_icon_named_in_the_code_is_there_with_its_licence() -> None:
    files = {path.stem for path in resource_path("icons").glob("*.svg")}
    code = Path(cti_desk.desktop.__file__).parent.rglob("*.py")
    texts = {
        node.value
        for path in code
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert files <= texts, f"never used: {sorted(files - texts)}"
    assert "ISC License" in resource_path("icons", "LICENSE").read_text(encoding="utf-8")


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", [path.stem for path in resource_path("icons").glob("*.svg")])
def test_an_icon_takes_the_colour_it_is_given(name: str) -> None:
    image = picture(48)
    painter = QPainter(image)
    icons.paint_icon(painter, name, RED, QRectF(0, 0, 48, 48))
    painter.end()
    assert colours(image) == {RED.name()}


@pytest.mark.usefixtures("qapp")
def test_hanging_up_is_the_handset_turned_down() -> None:
    up, down = picture(), picture()
    for name, image in (("phone", up), ("hang-up", down)):
        painter = QPainter(image)
        icons.paint_icon(painter, name, RED, QRectF(0, 0, 24, 24))
        painter.end()
    assert up != down


@pytest.mark.usefixtures("qapp")
def test_states_differ_by_shape_and_not_only_by_colour() -> None:
    shapes = set()
    for symbol in Symbol:
        image = icons.disc_icon(symbol, RED).pixmap(QSize(32, 32)).toImage()
        white = [
            (x, y)
            for x in range(32)
            for y in range(32)
            if image.pixelColor(x, y).lightness() > 240 and image.pixelColor(x, y).alpha() > 200
        ]
        shapes.add(tuple(white))
    assert len(shapes) == len(Symbol)


@pytest.mark.usefixtures("qapp")
def test_a_tray_icon_is_drawn_for_each_size() -> None:
    icon = icons.disc_icon(Symbol.READY, RED)
    assert {size.width() for size in icon.availableSizes()} == set(icons.TRAY_SIZES)


def test_an_icon_may_stand_in_the_middle_of_more_room(qapp: QApplication) -> None:
    icon = icons.svg_icon("check", RED, 12, room=20)
    assert QSize(20, 20) in icon.availableSizes()
    assert not icons.app_icon().isNull()
