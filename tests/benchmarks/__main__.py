"""`make bench`: every figure as a ratio of two sides measured in one run; a table and a JSON file.

    python -m tests.benchmarks [--short] [NAME ...]

NAME: first_window, serial_latency, serial_decoding, serial_load, serial_detection,
durable_observation, report_pdf, many_reports, judging, office_sync, sync_line.
--short: few pairs, to see that everything runs. Exit code 1 when a bar is missed.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.benchmarks import (
    durable_observation,
    first_window,
    judging,
    many_reports,
    office_sync,
    report_pdf,
    serial_decoding,
    serial_detection,
    serial_latency,
    serial_load,
    sync_line,
)
from tests.benchmarks.method import Ratio, machine

RESULT = Path("out") / "bench.json"
BENCHES: dict[str, tuple[Callable[[], list[Ratio]], Callable[[], list[Ratio]]]] = {
    "first_window": (first_window.run, lambda: first_window.run(pairs=2)),
    "serial_latency": (serial_latency.run, lambda: serial_latency.run(blocks=1)),
    "serial_decoding": (serial_decoding.run, lambda: serial_decoding.run(count=2000, pairs=3)),
    "serial_load": (
        serial_load.run,
        lambda: serial_load.run(frames=4000, rounds=1, seconds=2.0),
    ),
    "serial_detection": (serial_detection.run, lambda: serial_detection.run(pairs=1)),
    "durable_observation": (durable_observation.run, durable_observation.run),
    "report_pdf": (report_pdf.run, lambda: report_pdf.run(pairs=2, slow_pairs=1)),
    "many_reports": (many_reports.run, lambda: many_reports.run(reports=8, each=4)),
    "judging": (judging.run, lambda: judging.run(rounds=2, repeats=8)),
    "office_sync": (office_sync.run, lambda: office_sync.run(rounds=2, requests=200)),
    "sync_line": (sync_line.run, lambda: sync_line.run(events=500, rounds=1)),
}


def main(arguments: list[str]) -> int:
    """Run the benchmarks named, or all; return 1 when a bar is missed."""
    short = "--short" in arguments
    names = [name for name in arguments if not name.startswith("--")] or list(BENCHES)
    rows: list[Ratio] = []
    for name in names:
        rows += BENCHES[name][1 if short else 0]()
    print(table(rows))
    RESULT.parent.mkdir(exist_ok=True)
    result = {"machine": machine(), "rows": [row.as_row() for row in rows]}
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(f"written to {RESULT}")
    return 0 if all(row.is_met for row in rows) else 1


def table(rows: list[Ratio]) -> str:
    """Return the rows as a table of text."""
    head = f"{'what':<32}{'against':<26}{'ratio':>8}{'bar':>9}  {'ours':>10} {'theirs':>10}  spread"
    lines = [head]
    for row in rows:
        sign = "≤" if row.better == "low" else "≥"
        word = "met" if row.is_met else "MISSED"
        lines.append(
            f"{row.name:<32}{row.peer:<26}{row.ratio:>7.2f}x{sign:>3} {row.bar:<5}"
            f"  {row.ours:>10} {row.theirs:>10}  {row.low:.2f}-{row.high:.2f}  {word}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
