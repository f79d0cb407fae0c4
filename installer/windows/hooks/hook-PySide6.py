"""Qt's share of the build, named instead of searched for: the search takes a minute under Wine.

What a desk of widgets needs at run time and does not import.
"""

from pathlib import Path

import PySide6

PLUGINS = (
    "iconengines/qsvgicon",
    "imageformats/qico",
    "imageformats/qjpeg",
    "imageformats/qsvg",
    "platforms/qoffscreen",
    "platforms/qwindows",
    "styles/*",
)
LANGUAGES = ("en", "pt_BR", "fr", "nl")

_folder = Path(PySide6.__file__).parent

hiddenimports = ["shiboken6", "inspect", "PySide6.support.deprecated"]
binaries = [
    (str(file), f"PySide6/{file.parent.relative_to(_folder).as_posix()}")
    for plugin in PLUGINS
    for file in (_folder / "plugins").glob(f"{plugin}.dll")
]
datas = [
    (str(file), "PySide6/translations")
    for language in LANGUAGES
    for file in (_folder / "translations").glob(f"qtbase_{language}.qm")
]
