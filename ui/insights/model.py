"""What the page shows, in words: rows of bars, lines of looks, sheets to export."""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.insights.patterns import Look, Weight
from inspector_app.insights.rates import Rate
from inspector_app.kinds.catalogue import kind_of
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.services.insights import InsightsView
from inspector_app.services.sheets import Sheet
from inspector_app.words import current_language, looks
from inspector_app.words import gettext as _
from ui.today.lists import Line
from ui.widgets.chip import ChipKind
from ui.widgets.stacked_bars import StackedRow

DIVISIONS = "divisions"
_ICONS = {
    "same_photo": "camera",
    "alike_photo": "camera",
    "instrument_at_two_places": "flag",
    "identical_series": "bench",
    "uneven_last_digits": "pen",
}
_CHIPS: Mapping[Weight, tuple[ChipKind, str]] = {
    Weight.HIGH: ("bad", "warn"),
    Weight.MIDDLE: ("warn", "flag"),
    Weight.LOW: ("idle", "pending"),
}


def division_name(book: RegulationBook, scope: str) -> str:
    """Return a division's name, its code where the table has none."""
    try:
        rows = book.newest(DIVISIONS).rows("division")
    except InputInvalid:
        return scope
    return next((row.text("name") for row in rows if row.text("code") == scope), scope)


def kind_name(key: str) -> str:
    """Return a kind's title, its key where this version does not know it."""
    try:
        return kind_of(key).title.in_language(current_language())
    except InputInvalid:
        return key


def bar_rows(rates: Mapping[str, Rate], name_of: Mapping[str, str]) -> list[StackedRow]:
    """Return rows, the largest first."""
    order = sorted(rates.items(), key=lambda item: -item[1].total)
    return [
        StackedRow(
            label=name_of[key],
            parts=(rate.inside, rate.guard, rate.over),
            figure=percent(rate),
            count=str(rate.total),
        )
        for key, rate in order
        if rate.total
    ]


def percent(rate: Rate) -> str:
    """Return `95.8 %`, a dash of nothing."""
    return "–" if rate.percent is None else f"{rate.percent} %"


def look_lines(found: tuple[Look, ...]) -> list[Line]:
    """Return the patterns as rows; the key opens the first record."""
    return [
        Line(
            key=look.records[0][0] if look.records else "",
            title=looks.title_of(look),
            detail=looks.detail_of(look),
            icon=_ICONS.get(look.code, "eye"),
            icon_colour="bad" if look.weight is Weight.HIGH else "text2",
            chip=_(looks.WEIGHTS[look.weight]),
            chip_kind=_CHIPS[look.weight][0],
            chip_icon=_CHIPS[look.weight][1],
            action=_("Look") if look.records else "",
        )
        for look in found
    ]


def sheets(view: InsightsView, names: Mapping[str, str]) -> list[Sheet]:
    """Return every table of the page."""
    heads = (_("Name"), _("Passed"), _("Near a limit"), _("Failed"), _("Passed, %"))

    def rates(title: str, table: Mapping[str, Rate]) -> Sheet:
        rows = tuple(
            (names.get(key, key), rate.inside, rate.guard, rate.over, rate.percent)
            for key, rate in table.items()
        )
        return Sheet(title=title, columns=heads, rows=rows)

    looked = tuple(
        (
            _(looks.WEIGHTS[look.weight]),
            looks.title_of(look),
            looks.detail_of(look),
            " ".join(number for _id, number in look.records),
        )
        for look in view.looks
    )
    return [
        rates(_("By division"), view.by_scope),
        rates(_("By kind"), view.by_kind),
        rates(_("By month"), view.months),
        Sheet(
            title=_("Look here"),
            columns=(_("Weight"), _("What"), _("Statistics"), _("Records")),
            rows=looked,
        ),
    ]
