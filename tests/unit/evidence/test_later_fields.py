"""Fields that came after the first release leave the bytes of older records as they were."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from inspector_app.domain.indication import StabilityBasis
from inspector_app.domain.instrument import MeasuringInstrument
from inspector_app.domain.judgement import Verdict
from inspector_app.domain.measurement import RecordedIndication
from inspector_app.evidence import canonical
from inspector_app.metrology.regulations import load_book
from tests.helpers.documents import device_key
from tests.helpers.inspections import sealed

BOOK = load_book()


def test_a_weighing_without_editions_has_none_of_the_later_fields() -> None:
    inspection, _record = sealed("market_scale", BOOK, device_key())
    assert inspection.verdict is not None
    older = replace(inspection, verdict=replace(inspection.verdict, editions=()))
    for name in canonical.LATER_FIELDS:
        assert f'"{name}"'.encode() not in canonical.to_json(older)


def test_the_editions_of_a_verdict_are_kept_with_their_hashes() -> None:
    inspection, record = sealed("market_scale", BOOK, device_key())
    verdict = inspection.verdict
    assert verdict is not None
    assert "JJG 539-2016" in {used.number for used in verdict.editions}
    for used in verdict.editions:
        assert used.digest.encode() in record
    assert canonical.from_json(canonical.to_json(verdict), Verdict) == verdict


def test_a_later_field_that_says_something_is_kept() -> None:
    inspection, record = sealed("taximeter", BOOK, device_key())
    assert b'"measuring_instrument"' in record
    said = RecordedIndication(value=Decimal(1), unit="km", stability_basis=StabilityBasis.WIRE)
    seen = replace(inspection.observations[0], readings={"true": said})
    assert b'"readings"' in canonical.to_json(seen)


def test_an_entry_without_particulars_comes_back_as_it_was() -> None:
    entry = MeasuringInstrument(
        instrument_id="m1",
        category="taximeter",
        name="计价器",
        model="",
        serial_number="1",
        manufacturer="",
    )
    assert canonical.from_json(canonical.to_json(entry), MeasuringInstrument) == entry
