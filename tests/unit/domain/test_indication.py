from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal

import pytest

from inspector_app.domain.indication import Indication, StabilityBasis

SEEN = Indication(
    value=Decimal("1.250"),
    unit="kg",
    net=True,
    extras=(("tare", "2.000"),),
    raw=b"ST,NT,+  1.250kg\r\n",
    monotonic_ns=7,
    sequence=3,
)


@pytest.mark.parametrize("name", [field.name for field in fields(Indication)])
def test_a_copy_with_one_field_changed_is_what_replace_makes(name: str) -> None:
    other = object()
    assert SEEN.having(**{name: other}) == replace(SEEN, **{name: other})  # type: ignore[arg-type]
    assert SEEN.having() == SEEN
    assert SEEN.having() is not SEEN


def test_several_fields_are_changed_at_once_and_the_original_stays() -> None:
    changed = SEEN.having(stable=True, stability_basis=StabilityBasis.DERIVED)
    assert (changed.stable, changed.stability_basis) == (True, StabilityBasis.DERIVED)
    assert SEEN.stable is None


def test_a_field_that_is_none_is_refused() -> None:
    with pytest.raises(AttributeError):
        SEEN.having(weight=1)
