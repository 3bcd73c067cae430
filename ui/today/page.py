"""The Today page: the start card, what is due, warnings, drafts and the month in numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.judgement import Outcome
from inspector_app.kinds.catalogue import kind_title
from inspector_app.services.list_cases import ListCases
from inspector_app.services.ports import InspectionRow
from inspector_app.services.sync_ports import RecordState
from inspector_app.services.today import Notice, Task, Today, TodayView, Urgency
from inspector_app.services.workplace import Workplace
from inspector_app.words import current_language, ngettext, reasons
from inspector_app.words import gettext as _
from inspector_app.words.reasons import outcome_word
from ui.registry.model import specification
from ui.sync_words import record_chip, record_meaning
from ui.task_runner import TaskRunner
from ui.theme import theme
from ui.today.case_lines import CASE_PREFIX, case_line
from ui.today.lists import Line, LineList
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.charts import Bar, BarChart
from ui.widgets.field import Field
from ui.widgets.label import KeyCap, Label

NOON, EVENING = 12, 18


class TodayPage(QWidget):
    """Signals: check_wanted(premises_id, instrument_id), draft_wanted(inspection_id),
    find_wanted(text), register_wanted, case_wanted(case_id), records_listed(ids): their states
    are wanted.
    """  # noqa: D205 - the signals are the summary

    check_wanted = Signal(str, str)
    draft_wanted = Signal(str)
    find_wanted = Signal(str)
    register_wanted = Signal()
    case_wanted = Signal(str)
    records_listed = Signal(object)

    def __init__(
        self, workplace: Workplace, runner: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace, self._runner = workplace, runner
        self._view: TodayView | None = None
        self._states: dict[str, RecordState] = {}
        self._hello, self._when = Label(role="title"), Label(role="body2")
        self._find, self._start = Field(), Button(kind="primary", icon="plus")
        self._hint = Label(role="cap")
        self._tasks, self._notices, self._drafts = LineList(), LineList(), LineList()
        self._recent = LineList()
        self._month_title = Label(role="lead")
        self._figures = [(Label(role="figure"), Label(role="dense")) for _at in range(3)]
        self._chart = BarChart()
        self._build()
        self._connect()
        self.retranslate()
        self.retint()

    # --- building --------------------------------------------------------------------------

    def _build(self) -> None:
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._hello)
        head.addWidget(self._when)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self._start_card())
        left.addWidget(self._tasks, 3)
        left.addWidget(self._recent, 2)
        right.addWidget(self._notices, 3)
        right.addWidget(self._drafts, 3)
        right.addWidget(self._month_card(), 4)
        self._columns = QHBoxLayout()
        self._columns.addLayout(left, 64)
        self._columns.addLayout(right, 36)
        self._left, self._right = left, right
        self._page = QVBoxLayout(self)
        self._page.addLayout(head)
        self._page.addLayout(self._columns, 1)

    def _start_card(self) -> Card:
        card = Card()
        line, foot = QHBoxLayout(), QHBoxLayout()
        line.addWidget(self._find, 1)
        line.addWidget(self._start)
        foot.addWidget(self._hint, 1)
        foot.addWidget(KeyCap("Ctrl N"))
        card.body.addLayout(line)
        card.body.addLayout(foot)
        return card

    def _month_card(self) -> Card:
        card = Card()
        figures = QHBoxLayout()
        for figure, word in self._figures:
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(figure)
            column.addWidget(word)
            figures.addLayout(column, 1)
        card.body.addWidget(self._month_title)
        card.body.addLayout(figures)
        card.body.addWidget(self._chart, 1)
        return card

    def _connect(self) -> None:
        self._start.clicked.connect(self.on_start)
        self._find.edit.returnPressed.connect(self.on_start)
        self._tasks.acted.connect(self._on_task)
        self._drafts.acted.connect(self.draft_wanted)
        self._recent.acted.connect(self.draft_wanted)
        self._notices.acted.connect(lambda _key: self.register_wanted.emit())

    # --- acting ----------------------------------------------------------------------------

    def focus_first(self) -> None:
        """Go to the field that takes a scan or a name; fetch what changed."""
        self._find.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()

    def panes(self) -> list[QWidget]:
        """Return the panes for F6."""
        return [self._find, self._tasks, self._recent, self._notices, self._drafts]

    def set_compact(self, compact: bool) -> None:
        """In a small window the month gives its room to what waits."""
        self._chart.setVisible(not compact)

    def refresh(self) -> None:
        """Ask the register again."""
        work = self._workplace
        cases = ListCases(work.storage.cases, work.clock, work.rules)
        today = Today(work.storage.registry, work.clock, cases)
        self._runner.run(today, self._show)

    def on_start(self) -> None:
        """Find what was typed or scanned; with nothing typed, start an empty check."""
        text = self._find.text().strip()
        self._find.set_text("")
        if text:
            self.find_wanted.emit(text)
        else:
            self.check_wanted.emit("", "")

    def _on_task(self, key: str) -> None:
        if key.startswith(CASE_PREFIX):
            self.case_wanted.emit(key.removeprefix(CASE_PREFIX))
            return
        premises_id, _bar, instrument_id = key.partition("|")
        self.check_wanted.emit(premises_id, instrument_id)

    def _show(self, view: TodayView) -> None:
        self._view = view
        self.retranslate()
        self.records_listed.emit([row.inspection_id for row in (*view.drafts, *view.recent)])

    def show_states(self, states: dict[str, RecordState]) -> None:
        """Say of each record in the lists how far it has come on its way to the office."""
        self._states = states
        if self._view is not None:
            self._retranslate_view(self._view)

    # --- language and theme ----------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        now = self._workplace.clock.now().astimezone()
        name = self._workplace.person.name
        self._hello.setText(_greeting(now).format(name=name))
        self._when.setText(f"{_day(now)} · {self._workplace.person.unit}")
        self._find.set_placeholder(_("Scan a label, or type a stall, name or credit code"))
        self._find.edit.setAccessibleName(_("Scan a label, or type a stall, name or credit code"))
        self._start.setText(_("Start a check"))
        self._start.updateGeometry()
        self._hint.setText(_("Enter finds it; an empty field starts a new check."))
        view = self._view
        due = view.overdue + view.due_soon if view else 0
        note = _("{n} instruments").format(n=due)
        if view is not None and view.cases:
            cases = ngettext("{n} case", "{n} cases", len(view.cases)).format(n=len(view.cases))
            note = f"{cases} · {note}"
        self._tasks.say(
            _("Due"),
            note,
            _("Nothing is due. Start a check above, or load the example market in Settings."),
        )
        notices = view.notices if view else ()
        self._notices.say(_("Warnings"), str(len(notices) or ""), _("Nothing to warn about."))
        self._drafts.say(
            _("Unfinished drafts"), _("saved on this laptop"), _("No draft lies unfinished.")
        )
        self._recent.say(
            _("Recent records"),
            "",
            _("No check is finished yet. A finished one shows here how far it has come."),
        )
        self._month_title.setText(_("My checks this month"))
        for (_figure, word), text in zip(
            self._figures, (_("Checks done"), _("Failed"), _("To send")), strict=True
        ):
            word.setText(text)
        if view is not None:
            self._retranslate_view(view)

    def _retranslate_view(self, view: TodayView) -> None:
        self._tasks.show_lines(
            [*(case_line(card) for card in view.cases), *(_task_line(t) for t in view.tasks)]
        )
        self._notices.show_lines([_notice_line(notice) for notice in view.notices])
        self._drafts.show_lines([self._with_state(_draft_line(row)) for row in view.drafts])
        self._recent.show_lines([self._with_state(_record_line(row)) for row in view.recent])
        counts = (view.month.checked, view.month.failed, view.pending_events)
        for (figure, _word), count in zip(self._figures, counts, strict=True):
            figure.setText(str(count))
        self._figures[1][0].set_tone("bad" if view.month.failed else "")
        bars = [
            Bar(
                value=float(view.month.per_day.get(day, 0)),
                label=str(day) if day % 7 == 2 or day == view.on.day else "",
                is_current=day == view.on.day,
            )
            for day in range(1, view.on.day + 1)
        ]
        self._chart.show_bars(bars, _("{n} checked this month").format(n=view.month.checked))

    def _with_state(self, line: Line) -> Line:
        """Return the line with the chip of its record's state, once that is known."""
        state = self._states.get(line.key)
        if state is None:
            return line
        chip = record_chip(state)
        return replace(
            line,
            chip=chip.text,
            chip_kind=chip.kind,
            chip_icon=chip.icon,
            chip_meaning=record_meaning(state),
        )

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        t = theme()
        margin = t.size("page_margin")
        self._page.setContentsMargins(margin, t.space("m"), margin, margin)
        for layout in (self._page, self._columns, self._left, self._right):
            layout.setSpacing(t.space("m"))


def _greeting(now: datetime) -> str:
    if now.hour < NOON:
        return _("Good morning, {name}")
    return _("Good afternoon, {name}") if now.hour < EVENING else _("Good evening, {name}")


def _day(now: datetime) -> str:
    names = (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )
    return f"{now:%Y-%m-%d} {names[now.weekday()]}"


def _task_line(task: Task) -> Line:
    one = task.row.instrument
    overdue = task.urgency is Urgency.OVERDUE
    words = _("{days} days overdue") if overdue else _("{days} days left")
    return Line(
        key=f"{one.premises_id or ''}|{one.instrument_id}",
        title=" · ".join(part for part in (task.row.premises_name, one.name) if part),
        detail=f"{one.model} · {specification(one)} · {one.serial_number}",
        icon="inspect",
        chip=words.format(days=abs(task.days)),
        chip_kind="bad" if overdue else "warn",
        action=_("Start"),
    )


def _notice_line(notice: Notice) -> Line:
    return Line(
        key=notice.key,
        title=reasons.sentence(notice.reason),
        detail=_("Refused at the moment of use") if notice.severe else _("Send it in for testing"),
        icon="weight",
        icon_colour="bad" if notice.severe else "warn",
        action=_("Look"),
    )


def _draft_line(row: InspectionRow) -> Line:
    title = kind_title(row.kind).in_language(current_language())
    done = row.answers + row.observations
    return Line(
        key=row.inspection_id,
        title=row.premises_name or title,
        detail=_("{title} · {count} entries · {when}").format(
            title=title, count=done, when=f"{row.updated_at.astimezone():%m-%d %H:%M}"
        ),
        icon="subtask",
        action=_("Go on"),
    )


def _record_line(row: InspectionRow) -> Line:
    title = kind_title(row.kind).in_language(current_language())
    word = outcome_word(row.outcome) if row.outcome is not None else title
    return Line(
        key=row.inspection_id,
        title=" · ".join(part for part in (row.premises_name, row.instrument_name) if part)
        or title,
        detail=f"{row.number} · {row.on} · {word}",
        icon="doc",
        icon_colour="bad" if row.outcome is Outcome.FAIL else "text2",
        action=_("Look"),
    )
