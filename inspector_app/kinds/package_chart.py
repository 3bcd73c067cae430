"""The chart of a lot: each package's error against T and 2 T, and the mean with lambda s."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, Decimal

from inspector_app.domain.drawing import (
    Anchor,
    Dot,
    Drawing,
    Label,
    Mark,
    Point,
    Tone,
    box,
    figure_text,
    line,
)
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.quantities import MINUS
from inspector_app.domain.text import Text
from inspector_app.kinds.package_lot import contents_of, drawn_sample, marking_of, shortage_of
from inspector_app.metrology import prepackaged_sampling
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.metrology.rounding import EXACT, round_to, tidy

WIDTH, HEIGHT = 1560, 715
_LEFT, _RIGHT, _TOP, _FOOT = 210, 1230, 30, 620
_STEP = Decimal("0.001")
_DIGIT = 20
_LINE = 36
"""What a label needs above the next one."""


def drawings(inspection: Inspection, book: RegulationBook) -> tuple[Drawing, ...]:
    """Return the chart once a package is measured."""
    plan, drawn = drawn_sample(inspection, book)
    marking = marking_of(inspection)
    if plan is None or marking is None:
        return ()
    measured = tuple(contents_of(inspection, drawn, marking))
    if not measured:
        return ()
    allowed = shortage_of(marking, inspection, book).value
    errors = [(unit, content - marking.nominal) for unit, content in measured]
    mean = EXACT.divide(sum((error for _u, error in errors), Decimal(0)), Decimal(len(errors)))
    correction = None
    if plan.factor is not None and len(errors) > 1:
        spread = prepackaged_sampling.standard_deviation([error for _unit, error in errors])
        correction = EXACT.multiply(plan.factor, spread)
    chart = _Chart(errors, allowed, mean, correction, marking.shown_base, len(drawn))
    return (chart.drawing(),)


class _Chart:
    """Errors by package, from the least to the largest, in the unit of the mark."""

    def __init__(
        self,
        errors: Sequence[tuple[int, Decimal]],
        allowed: Decimal,
        mean: Decimal,
        correction: Decimal | None,
        unit: str,
        wanted: int,
    ) -> None:
        self.errors, self.allowed, self.mean = errors, allowed, mean
        self.correction, self.unit, self.wanted = correction, unit, wanted
        values = [error for _unit, error in errors]
        top = mean + (correction or 0)
        self.high = max(*values, top, Decimal(0))
        self.low = min(*values, mean, -2 * allowed)
        room = (self.high - self.low) / 20 or Decimal(1)
        self.high, self.low = self.high + room, self.low - room

    def drawing(self) -> Drawing:
        return Drawing(
            key="lot",
            title=Text(zh="单件净含量误差图", en="Errors of the single packages"),
            sentence=self._sentence(),
            width=WIDTH,
            height=HEIGHT,
            marks=(*self._frame(), *self._levels(), *self._points()),
        )

    def _y(self, value: Decimal) -> int:
        share = (self.high - value) / (self.high - self.low)
        return _TOP + int((share * (_FOOT - _TOP)).to_integral_value())

    def _frame(self) -> Iterator[Mark]:
        if self.correction is not None:
            top, low = self._y(self.mean + self.correction), self._y(self.mean)
            yield box(_LEFT, top, _RIGHT - _LEFT, low - top, tone=Tone.MUTED, filled=True)
        yield box(_LEFT, _TOP, _RIGHT - _LEFT, _FOOT - _TOP, tone=Tone.MUTED)
        words = Text(
            zh=f"样本单位（{len(self.errors)} / {self.wanted} 件，横轴为抽得的件号）",
            en=f"packages by number ({len(self.errors)} of {self.wanted})",
        )
        at = ((_LEFT + _RIGHT) // 2, _FOOT + 84)
        yield Label(spot=at, text=words, anchor=Anchor.MIDDLE, tone=Tone.MUTED)

    def _levels(self) -> Iterator[Mark]:
        """Yield the lines at 0, T, 2 T and the mean; names at the right, values at the left."""
        levels = [(Decimal(0), figure_text("Qn"), Tone.INK)]
        if self.allowed:
            levels.append((-self.allowed, figure_text(f"Qn {MINUS} T"), Tone.WARN))
            levels.append((-2 * self.allowed, figure_text(f"Qn {MINUS} 2T"), Tone.BAD))
        for value, _name, tone in levels:
            y = self._y(value)
            yield line((_LEFT, y), (_RIGHT, y), tone=tone, dashed=bool(value))
            said = figure_text(self._figure(value))
            yield Label(spot=(_LEFT - 16, y + 10), text=said, anchor=Anchor.END, tone=tone)
        named = [(self._y(value), name, tone) for value, name, tone in levels]
        y = self._y(self.mean)
        yield line((_LEFT, y), (_RIGHT, y), tone=Tone.ACCENT)
        mean = self._figure(self.mean)
        named.append((y, Text(zh=f"平均 {mean}", en=f"mean {mean}"), Tone.ACCENT))
        if self.correction is not None:
            corrected = self.mean + self.correction
            named.append(
                (self._y(corrected), figure_text(f"+ λs: {self._figure(corrected)}"), Tone.ACCENT)
            )
        yield from _apart(named)

    def _points(self) -> Iterator[Mark]:
        pitch = (_RIGHT - _LEFT) / Decimal(max(self.wanted, 1))
        room = max(len(str(unit)) for unit, _error in self.errors) * _DIGIT + _DIGIT
        every = max(1, int((room / pitch).to_integral_value(ROUND_CEILING)))
        for at, (unit, error) in enumerate(self.errors):
            x = _LEFT + int(((at + Decimal("0.5")) * pitch).to_integral_value())
            tone, dot = self._looks(error)
            yield Point(spot=(x, self._y(error)), tone=tone, dot=dot)
            if at % every == 0:
                said = figure_text(str(unit))
                yield Label(spot=(x, _FOOT + 34), text=said, anchor=Anchor.MIDDLE, tone=Tone.MUTED)

    def _looks(self, error: Decimal) -> tuple[Tone, Dot]:
        if -error > 2 * self.allowed:
            return Tone.BAD, Dot.CROSS
        if -error > self.allowed:
            return Tone.WARN, Dot.SQUARE
        return Tone.INK, Dot.ROUND

    def _figure(self, value: Decimal) -> str:
        text = tidy(round_to(value, _STEP)).replace("-", MINUS)
        return f"{'+' if value > 0 else ''}{text} {self.unit}".strip()

    def _sentence(self) -> Text:
        short = sum(-error > self.allowed for _unit, error in self.errors)
        worst = self._figure(min(error for _unit, error in self.errors))
        mean, count = self._figure(self.mean), len(self.errors)
        return Text(
            zh=f"已测 {count} 件，平均误差 {mean}，最小 {worst}，短缺超过 T 的 {short} 件。",
            en=f"{count} packages measured: mean error {mean}, least {worst}, {short} lack more "
            "than T.",
        )


def _apart(named: list[tuple[int, Text, Tone]]) -> Iterator[Label]:
    """Yield the names beside their lines, moved down where two would stand in one another."""
    below = 0
    for y, text, tone in sorted(named, key=lambda entry: entry[0]):
        below = max(y + 10, below + _LINE)
        yield Label(spot=(_RIGHT + 16, below), text=text, tone=tone)
