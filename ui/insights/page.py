"""The Insights page: four figures of the year, rates by division and kind, where to look."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.insights.rates import Rate
from inspector_app.services.insights import InsightsView
from inspector_app.services.sheets import Sheet
from inspector_app.services.workplace import Workplace
from inspector_app.words import gettext as _
from ui.exporting import Exporting
from ui.insights import model
from ui.insights.presenter import InsightsPresenter
from ui.task_runner import TaskRunner
from ui.theme import theme
from ui.today.lists import LineList
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.charts import LineChart, LinePoint
from ui.widgets.label import Label
from ui.widgets.stacked_bars import StackedBars

_FIGURES = 4


class InsightsPage(QWidget):
    """Signals: record_wanted(inspection_id); exported(path): a list was written there."""

    record_wanted = Signal(str)
    exported = Signal(object)

    def __init__(
        self, workplace: Workplace, runner: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._presenter = InsightsPresenter(workplace, runner, self)
        self._view: InsightsView | None = None
        self._title, self._scope = Label(role="title"), Label(role="body2")
        self.export = Button(icon="export", dense=True)
        self.exporting = Exporting(self.export, runner, self._sheets, self._file_name)
        self._figures = [(Label(role="cap"), Label(role="figure"), Label(role="cap"))
                         for _at in range(_FIGURES)]  # fmt: skip
        self._titles = {key: Label(role="lead") for key in ("divisions", "kinds", "months")}
        self._legend = Label(role="cap")
        self.divisions, self.kinds = StackedBars(), StackedBars()
        self.months, self.looks = LineChart(), LineList()
        self._build()
        self._presenter.read.connect(self.show_view)
        self.looks.acted.connect(self._on_look)
        self.exporting.written.connect(self.exported)
        self.retranslate()
        self.retint()

    # --- building --------------------------------------------------------------------------

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._scope, 1)
        head.addWidget(self.export)
        self._top = QHBoxLayout()
        for widgets in self._figures:
            self._top.addWidget(self._figure_card(*widgets), 1)
        self._grid = QGridLayout()
        self._grid.addWidget(self._card("divisions", self.divisions, self._legend), 0, 0)
        self._grid.addWidget(self._card("kinds", self.kinds), 0, 1)
        self._grid.addWidget(self._card("months", self.months), 1, 0)
        self._grid.addWidget(self.looks, 1, 1)
        for column, share in ((0, 58), (1, 42)):
            self._grid.setColumnStretch(column, share)
        for row in (0, 1):
            self._grid.setRowStretch(row, 1)
        self._page = QVBoxLayout(self)
        self._page.addLayout(head)
        self._page.addLayout(self._top)
        self._page.addLayout(self._grid, 1)

    @staticmethod
    def _figure_card(name: Label, figure: Label, note: Label) -> Card:
        card = Card()
        line = QHBoxLayout()
        line.addWidget(figure)
        line.addWidget(note, 1)
        card.body.addWidget(name)
        card.body.addLayout(line)
        return card

    def _card(self, key: str, chart: QWidget, note: Label | None = None) -> Card:
        card = Card()
        head = QHBoxLayout()
        head.addWidget(self._titles[key])
        if note is not None:
            head.addWidget(note)
        head.addStretch(1)
        card.body.addLayout(head)
        card.body.addWidget(chart, 1)
        return card

    # --- acting ----------------------------------------------------------------------------

    def focus_first(self) -> None:
        """Go to the export; count again what came meanwhile."""
        self.export.setFocus()
        self.refresh()

    def panes(self) -> list[QWidget]:
        """Return the panes for F6."""
        return [self.export, self.looks]

    def refresh(self) -> None:
        """Read the records again, slice by slice."""
        self._presenter.refresh()

    def show_view(self, view: InsightsView) -> None:
        """Show what the records say."""
        self._view = view
        self.retranslate()

    def _on_look(self, inspection_id: str) -> None:
        if inspection_id:
            self.record_wanted.emit(inspection_id)

    def _names(self, view: InsightsView) -> dict[str, str]:
        rules = self._workplace.rules
        names = {scope: model.division_name(rules, scope) for scope in view.by_scope}
        return names | {kind: model.kind_name(kind) for kind in view.by_kind}

    def _sheets(self) -> Sequence[Sheet]:
        view = self._view
        return model.sheets(view, self._names(view)) if view is not None else ()

    def _file_name(self) -> str:
        return f"hengping-{self._workplace.clock.today().isoformat()}"

    # --- language and theme ----------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(_("Insights"))
        self.exporting.retranslate()
        self._titles["divisions"].setText(_("Passed by division"))
        self._titles["kinds"].setText(_("Passed by kind of check"))
        self._titles["months"].setText(_("Passed by month, %"))
        self._legend.setText(_("solid: passed · bars: near a limit · hatched: failed"))
        view = self._view
        count = len(view.looks) if view else 0
        self.looks.say(
            _("Look here"),
            _("{n} of {all} sealed records looked at").format(
                n=view.looked_at if view else 0, all=view.sealed if view else 0
            ),
            _("Nothing unusual: no doubled photo, scale or series of readings."),
        )
        if view is not None:
            self._retranslate_view(view, count)

    def _retranslate_view(self, view: InsightsView, count: int) -> None:
        year = view.year
        self._scope.setText(_("sealed records of {year} on this laptop").format(year=view.on.year))
        figures = (
            (_("In all"), str(year.total), _("records")),
            (_("Passed"), "–" if year.percent is None else str(year.percent), "%"),
            (_("Short weight found"), str(view.short_weight), _("purchases")),
            (_("Look here"), str(count), _("patterns")),
        )
        for labels, texts in zip(self._figures, figures, strict=True):
            for label, text in zip(labels, texts, strict=True):
                label.setText(text)
        names = self._names(view)
        for chart, rates in ((self.divisions, view.by_scope), (self.kinds, view.by_kind)):
            rows = model.bar_rows(rates, names)
            chart.show_rows(rows, "; ".join(f"{row.label} {row.figure}" for row in rows))
        self.months.show_line(*_month_line(view.months), upper=Decimal(100), is_error=False)
        self.looks.show_lines(model.look_lines(view.looks))

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        t = theme()
        margin = t.size("page_margin")
        self._page.setContentsMargins(margin, t.space("m"), margin, margin)
        for layout in (self._page, self._top):
            layout.setSpacing(t.space("m"))
        self._grid.setSpacing(t.space("m"))


def _month_line(months: dict[str, Rate]) -> tuple[list[LinePoint], str]:
    points = [
        LinePoint(label=month[5:].lstrip("0"), value=rate.percent)
        for month, rate in months.items()
        if rate.percent is not None
    ]
    return points, "; ".join(f"{month} {model.percent(rate)}" for month, rate in months.items())
