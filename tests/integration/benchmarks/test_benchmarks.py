"""The benches run, and what they promise of the start holds; nothing here looks at a clock."""

from __future__ import annotations

from collections.abc import Callable

from tests.benchmarks import first_window, judging, many_reports
from tests.benchmarks.__main__ import table
from tests.benchmarks.method import Ratio, interleave, ratio_of_times


def test_nothing_heavy_is_loaded_before_the_first_paint() -> None:
    assert first_window.modules_before_first_paint() == []


def test_both_sides_run_in_turn_with_their_own_numbers() -> None:
    calls: list[str] = []

    def side(name: str) -> Callable[[int], float]:
        def run(at: int) -> float:
            calls.append(f"{name}{at}")
            return 1.0

        return run

    interleave(side("a"), side("b"), 2)
    assert calls == ["a0", "b0", "b1", "a1"]


def test_a_ratio_is_the_median_of_pairs_and_says_whether_its_bar_is_met() -> None:
    row = ratio_of_times("ours", "theirs", ([1.0, 2.0, 9.0], [1.0, 1.0, 1.0]), bar=2.0)
    assert (row.ratio, row.low, row.high, row.is_met) == (2.0, 1.0, 9.0, True)


def test_the_table_marks_a_missed_bar() -> None:
    row = Ratio(
        name="x", peer="y", ratio=0.4, low=0.3, high=0.5, bar=0.5, better="high",
        ours="1", theirs="2", pairs=3,
    )  # fmt: skip
    assert "MISSED" in table([row])


def test_the_judging_bench_judges_what_it_says() -> None:
    rows = judging.run(rounds=1, repeats=4)
    assert [row.bar for row in rows] == [1.0] * 4


def test_both_sides_of_the_thousand_reports_put_the_same_ink_on_the_page() -> None:
    document = many_reports.document(7)
    many_reports._start()  # raises where a text is lost on either side
    pages = many_reports.recorded(document)
    marks = [mark for sheet in pages for mark in sheet.marks]
    assert len(pages) >= 3
    assert {what for what, *_rest in marks} == {"text", "line", "box", "fill"}
