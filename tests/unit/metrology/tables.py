"""The shipped tables, read once for all tests of the rules."""

from __future__ import annotations

from inspector_app.domain.quantities import Mass
from inspector_app.metrology.regulations import load_book

BOOK = load_book()
SCALES = BOOK.newest("jjg_539")
WEIGHTS = BOOK.newest("jjg_99")
RETAIL = BOOK.newest("retail_weighing")
UNCERTAINTY = BOOK.newest("uncertainty")
CODES = BOOK.newest("credit_code")
CYCLES = BOOK.newest("verification_cycles")


def kit(text: str) -> tuple[Mass, ...]:
    return tuple(Mass.parse(part.strip()) for part in text.split(","))


M1_BOX = kit(
    "1 g, 2 g, 2 g, 5 g, 10 g, 20 g, 20 g, 50 g, 100 g, 200 g, 200 g, 500 g, "
    "1 kg, 2 kg, 2 kg, 5 kg, 10 kg"
)
