"""How fast the rules judge: a scale's observations, a whole scale, a lot of 125 packages.

The bars are absolute, so seconds of this process's own processor are counted, not those of the wall:
other work on the machine must not decide. Each run judges indications that none before it had.
The lot is one of 50,000 packages: its 125 are drawn from the public seed, weighed, and the whole
inspection is judged; a further row also builds the record's document and writes it as PDF/A-3b.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from statistics import median

from inspector_app.adapters.pdf_writer import ReportPdfWriter
from inspector_app.domain.indication import StabilityBasis
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Outcome
from inspector_app.domain.measurement import Observation, RecordedIndication, Shape
from inspector_app.kinds.catalogue import kind_of
from inspector_app.metrology.regulations import RegulationBook, load_book
from inspector_app.reports.spot_check_record import REPORT
from inspector_app.words import Words
from tests.benchmarks.method import Ratio
from tests.helpers.documents import device_key
from tests.helpers.golden_inspections import golden_base, inspection_from, trial_of
from tests.helpers.inspections import sealed

OBSERVATIONS_A_SECOND = 20_000
LOT_SECONDS = 0.050
PACKAGES = 125
SCALE, LOT = "market_scale", "prepackaged_goods"
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def run(rounds: int = 15, repeats: int = 200) -> list[Ratio]:
    """Measure. Raises RuntimeError when something was not judged as it should be."""
    book = load_book()
    scale, _record = sealed(SCALE, book, device_key(), faulty=False)
    lot = _lot(book)
    return [
        _rate("scale observations assessed", _assessing(scale, book, repeats), rounds),
        _rate("the same in whole inspections", _judging(scale, book, repeats), rounds),
        _time("a lot of 125 drawn and judged", _deciding(lot, book), rounds),
        _time("the same, record written as PDF", _writing(lot, book), rounds),
    ]


Timed = Callable[[int], tuple[int, float]]
"""One round by its number: how many were judged, in how many seconds."""


def _assessing(scale: Inspection, book: RegulationBook, repeats: int) -> Timed:
    kind = kind_of(SCALE)
    rows = {row.row_id: row for row in kind.plan(scale, book)}

    def once(at: int) -> tuple[int, float]:
        fresh = [o for n in range(repeats) for o in _shifted(scale, at * repeats + n).observations]
        begin = time.process_time()
        found = [kind.assess(scale, rows[o.row_id], o, book) for o in fresh]
        took = time.process_time() - begin
        _require(all(one is not None for one in found), "an observation was not assessed")
        return len(found), took

    return once


def _judging(scale: Inspection, book: RegulationBook, repeats: int) -> Timed:
    kind = kind_of(SCALE)

    def once(at: int) -> tuple[int, float]:
        fresh = [_shifted(scale, at * repeats + n) for n in range(repeats // 4)]
        begin = time.process_time()
        verdicts = [kind.judge(each, book) for each in fresh]
        took = time.process_time() - begin
        _require(all(v.outcome is Outcome.PASS for v in verdicts), "a good scale did not pass")
        return sum(len(each.observations) for each in fresh), took

    return once


def _shifted(scale: Inspection, number: int) -> Inspection:
    """Return the inspection with other flash-point weights, so other errors, at every point."""
    added = Decimal(number % 997) / Decimal(1000)
    counting = [o for o in scale.observations if not o.withdrawn]
    return replace(scale, observations=tuple(_with_weights(o, added) for o in counting))


def _with_weights(seen: Observation, added: Decimal) -> Observation:
    if seen.shape is Shape.DISCRIMINATION or seen.indication is None:
        return seen
    shown = RecordedIndication(
        value=seen.indication.value, unit="kg", stability_basis=StabilityBasis.WIRE
    )
    load = type(shown.mass)(Decimal(5) + added, "g")
    return replace(seen, indication=shown, changeover_load=load)


def _lot(book: RegulationBook) -> Inspection:
    base = golden_base(LOT)
    large = {**base, "fields": {**base["fields"], "lot_size": "50000"}}
    return inspection_from(LOT, large, {"name": "large"}, book)


def _weighed(lot: Inspection, book: RegulationBook, seed: str) -> Inspection:
    """Return the lot with its drawn packages weighed; the draw is part of what is measured."""
    drawn = replace(lot, fields={**lot.fields, "seed": seed})
    rows = kind_of(LOT).plan(drawn, book)
    masses = (
        trial_of(row, {"tare": "10.0"} if row.figure("tare") else {"gross": _gross(n)})
        for n, row in enumerate(rows)
        if row.figure("tare") or row.figure("gross")
    )
    return replace(drawn, observations=tuple(masses))


def _gross(number: int) -> str:
    return f"{510 + Decimal(number % 9) / 10:.1f}"


def _deciding(lot: Inspection, book: RegulationBook) -> Timed:
    kind = kind_of(LOT)

    def once(at: int) -> tuple[int, float]:
        weighed = _weighed(lot, book, f"seed-{at}")
        begin = time.process_time()
        rows = kind.plan(weighed, book)
        verdict = kind.judge(weighed, book)
        took = time.process_time() - begin
        _require(sum(":unit:" in row.row_id for row in rows) == PACKAGES, "not 125 packages")
        _require(verdict.outcome is Outcome.PASS, "a full lot did not pass")
        return 1, took

    return once


def _writing(lot: Inspection, book: RegulationBook) -> Timed:
    kind, writer = kind_of(LOT), ReportPdfWriter(lambda _sha256: b"")

    def once(at: int) -> tuple[int, float]:
        weighed = _weighed(lot, book, f"record-{at}")
        begin = time.process_time()
        kind.plan(weighed, book)
        judged = replace(weighed, verdict=kind.judge(weighed, book))
        document = REPORT.build(judged, book, Words("zh_CN"))
        data = writer.write(document, attachments=(), created_at=NOW)
        took = time.process_time() - begin
        _require(data.startswith(b"%PDF"), "no PDF")
        return 1, took

    return once


def _rate(name: str, once: Timed, rounds: int) -> Ratio:
    rates = sorted(count / took for count, took in map(once, range(rounds)))
    return Ratio(
        name=name,
        peer=f"{OBSERVATIONS_A_SECOND:,} a second",
        ratio=median(rates) / OBSERVATIONS_A_SECOND,
        low=rates[0] / OBSERVATIONS_A_SECOND,
        high=rates[-1] / OBSERVATIONS_A_SECOND,
        bar=1.0,
        better="high",
        ours=f"{median(rates):,.0f}/s",
        theirs=f"{OBSERVATIONS_A_SECOND:,}/s",
        pairs=rounds,
    )


def _time(name: str, once: Timed, rounds: int) -> Ratio:
    took: Sequence[float] = sorted(seconds for _count, seconds in map(once, range(rounds)))
    return Ratio(
        name=name,
        peer=f"{LOT_SECONDS * 1000:.0f} ms",
        ratio=median(took) / LOT_SECONDS,
        low=took[0] / LOT_SECONDS,
        high=took[-1] / LOT_SECONDS,
        bar=1.0,
        better="low",
        ours=f"{median(took) * 1000:.1f} ms",
        theirs=f"{LOT_SECONDS * 1000:.0f} ms",
        pairs=rounds,
    )


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise RuntimeError(what)
