"""One page of settings: a heading, and rows that scroll."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cti_desk.declarations.forms import FormField, Path
from cti_desk.desktop.presenters.settings_form import FormModel
from cti_desk.desktop.settings.row import Row
from cti_desk.desktop.settings.secret import Secret
from cti_desk.desktop.theme import GRID, POP_PADDING, Theme
from cti_desk.desktop.widgets.hairline import Hairline
from cti_desk.desktop.widgets.paragraph import Paragraph
from cti_desk.desktop.widgets.scroll_bar import style_scroll_bar
from cti_desk.desktop.words import tr


class Page(QScrollArea):
    """`changed` tells that something was typed; the model has it already.

    What stands above and below the rows is added with `add`, in the order of the page.
    """

    changed = Signal()

    def __init__(
        self, theme: Theme, model: FormModel, title: str, about: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model
        self.rows: dict[Path, Row] = {}
        self.above_rows: QWidget = self
        """From where Tab comes to the rows."""
        self._added: list[QWidget] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(title)
        self._inside = QWidget()
        self.setWidget(self._inside)
        px = theme.px
        outer = QVBoxLayout(self._inside)
        outer.setContentsMargins(*4 * [px(POP_PADDING)])
        self._column = QVBoxLayout()
        self._column.setSpacing(px(3 * GRID))
        outer.addLayout(self._column)
        outer.addStretch()
        self.add(Paragraph(theme, title, "big", parent=self._inside))
        if about:
            self.add(Paragraph(theme, about, "text", "dim", self._inside))
        theme.changed.connect(self._restyle)
        self._restyle()

    def add(self, widget: QWidget) -> None:
        """Add something at the end of what is there."""
        self._column.addWidget(widget)

    def show_fields(self, fields: tuple[FormField, ...]) -> None:
        """Show these settings in place of those before."""
        for widget in self._added:
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._added, self.rows, group = [], {}, ""
        for each in fields:
            if each.field.group != group:
                group = each.field.group
                self._add_heading(group)
            row = Row(self._theme, each, self._inside)
            row.changed.connect(self._typed)
            self.rows[each.path] = row
            self._keep(row)
        self._set_tab_order()
        self.refresh()

    def refresh(self) -> None:
        """Show values and notes as the model has them."""
        for path, row in self.rows.items():
            if isinstance(row.control, Secret):
                row.control.show_typed(self._model.secret(path[1], path[-1]))
            else:
                row.show_value(self._model.value(path))
        self.show_notes()

    def show_notes(self) -> None:
        """Say beside each setting what is wrong with it."""
        for path, row in self.rows.items():
            row.setVisible(self._model.counts(path))
            row.show_note(self._model.note(path))

    def go_to(self, path: Path) -> bool:
        """Give a setting the keyboard; false if it is not on this page."""
        row = self.rows.get(path)
        if row is None:
            return False
        row.focused.setFocus()
        self.ensureWidgetVisible(row)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A scroll area filters its widget's events anyway, to its end: no attribute may be needed.
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """As high as the words need in this width: a scroll area asks for one width only."""
        inside, view = self.widget(), self.viewport().size()
        layout = inside.layout() if inside is not None else None
        if inside is None or layout is None:
            return
        height = max(layout.heightForWidth(view.width()), view.height())
        if height != inside.height():
            inside.setFixedHeight(height)

    def _typed(self, path: Path, value: object) -> None:
        if isinstance(self.rows[path].control, Secret):
            assert value is None or isinstance(value, str)
            self._model.set_secret(path[1], path[-1], value)
        else:
            self._model.set(path, value)
        self.changed.emit()

    def _set_tab_order(self) -> None:
        """Rows that came later than what stands below them would be reached after it."""
        previous = self.above_rows
        for row in self.rows.values():
            for stop in row.stops:
                QWidget.setTabOrder(previous, stop)
                previous = stop

    def _add_heading(self, title: str) -> None:
        if self.rows:
            self._keep(Hairline(self._theme, across=True, parent=self._inside))
        if title:
            self._keep(Paragraph(self._theme, tr(title), "strong", parent=self._inside))

    def _keep(self, widget: QWidget) -> None:
        self.add(widget)
        widget.show()
        self._added.append(widget)

    def _restyle(self) -> None:
        palette = self._theme.palette()
        self.setPalette(palette)
        self.viewport().setPalette(palette)
        self._inside.setPalette(palette)
        style_scroll_bar(self.verticalScrollBar(), self._theme)
