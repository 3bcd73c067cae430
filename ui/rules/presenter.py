"""What the Rules room shows: which editions fit, where one is used, what its examples give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Signal

from inspector_app.evaluation import evaluate_cases
from inspector_app.metrology.regulations import Example, Regulation, RegulationBook, Standing
from inspector_app.services.where_used import Uses, WhereUsed
from ui.rules.model import fits, in_order
from ui.task_runner import TaskRunner

FILTERS = ("", *(standing.value for standing in Standing))


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """An example with what the program gives for it now. result: by field, or the failure."""

    example: Example
    result: dict[str, Any]

    @property
    def comes_out(self) -> bool:
        """Say whether the program gives what is written."""
        return all(self.result.get(key) == value for key, value in self.example.expected.items())


class RulesPresenter(QObject):
    """Signals: listed(editions, counts by filter), studied(Regulation, Uses, worked examples)."""

    listed = Signal(object, object)
    studied = Signal(object, object, object)

    def __init__(
        self, book: RegulationBook, today: date, runner: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._book, self._today, self._runner = book, today, runner
        self._all = in_order(book)
        self._text, self._filter = "", ""
        self._where: WhereUsed | None = None

    def set_text(self, text: str) -> None:
        """Show the editions with these words."""
        self._text = text.strip()
        self.refresh()

    def set_filter(self, name: str) -> None:
        """Show only those in force, not yet, or replaced; `` shows all."""
        self._filter = name
        self.refresh()

    def refresh(self) -> None:
        """Say again which editions fit."""
        found = [rules for rules in self._all if fits(rules, self._text)]
        by_standing = {
            name: [r for r in found if not name or r.standing(self._today).value == name]
            for name in FILTERS
        }
        counts = {name: len(rows) for name, rows in by_standing.items()}
        self.listed.emit(tuple(by_standing[self._filter]), counts)

    def named(self, name: str) -> Regulation | None:
        """Return the edition that a citation means: by key, number or title; None for no one.

        A regulation named without its edition is the one in force today, else its newest.
        """
        wanted = "".join(name.split()).casefold()
        if not wanted:
            return None
        for rules in self._all:
            if rules.is_named(name):
                return rules
        keys = [
            rules.key
            for rules in self._all
            if wanted in {rules.key, "".join(rules.title.zh.split()).casefold()}
            or wanted.startswith("".join(rules.number.split()).casefold())
        ]
        if not keys:
            return None
        return self._book.held(keys[0], self._today) or self._book.newest(keys[0])

    def study(self, rules: Regulation) -> None:
        """Find out where it is used and work its examples, off the UI thread."""
        book, today, known = self._book, self._today, self._where

        def work() -> tuple[WhereUsed, Uses, tuple[Worked, ...]]:
            where = known or WhereUsed.of(book, today)
            return where, where.uses(rules), worked_examples(rules, book)

        def done(found: tuple[WhereUsed, Uses, tuple[Worked, ...]]) -> None:
            self._where = found[0]
            self.studied.emit(rules, found[1], found[2])

        self._runner.run(work, done, storage=False)


def worked_examples(rules: Regulation, book: RegulationBook) -> tuple[Worked, ...]:
    """Return the examples of an edition as the program works them."""
    items = [{"id": "", "rule": e.rule, "inputs": dict(e.inputs)} for e in rules.examples]
    answers = evaluate_cases(items, book)
    return tuple(
        Worked(example=example, result=answer.get("result", answer.get("error", {})))
        for example, answer in zip(rules.examples, answers, strict=True)
    )
