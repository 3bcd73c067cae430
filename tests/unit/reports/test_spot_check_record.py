from __future__ import annotations

from dataclasses import replace

import pytest

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Outcome
from inspector_app.domain.measurement import Shape
from inspector_app.kinds.catalogue import kind_of, kinds
from inspector_app.metrology.regulations import load_book
from inspector_app.reports.base import Document, Paragraph, ProofBlock, VerdictBox
from inspector_app.reports.catalogue import report_of, reports, reports_for
from inspector_app.reports.sections.measurements import SECTIONS
from inspector_app.reports.spot_check_record import REPORT
from inspector_app.words import Words
from tests.helpers.documents import device_key
from tests.helpers.golden_reports import FOLDER, as_text, tree
from tests.helpers.inspections import events_of, sealed, told

BOOK = load_book()
KINDS = [kind.key for kind in kinds()]
LANGUAGES = ["zh_CN", "en"]


def built(kind: str, language: str = "zh_CN", *, faulty: bool = True) -> Document:
    inspection, _record = sealed(kind, BOOK, device_key(), faulty=faulty)
    return REPORT.build(inspection, BOOK, Words(language))


def said(document: Document) -> str:
    return "\n".join(document.texts())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_tree_is_the_golden_one(kind: str, language: str) -> None:
    golden = (FOLDER / f"{kind}-{language}.txt").read_text(encoding="utf-8")
    assert as_text(tree(kind, language, BOOK)) == golden


def test_no_golden_tree_is_left_over() -> None:
    names = {path.stem for path in FOLDER.glob("*.txt")}
    assert names == {f"{kind}-{language}" for kind in KINDS for language in LANGUAGES}


def test_every_shape_has_its_section() -> None:
    assert set(SECTIONS) == set(Shape)


def test_every_kind_can_be_written() -> None:
    assert all(reports_for(kind) for kind in KINDS)


def test_a_report_is_found_by_its_key() -> None:
    assert report_of("spot_check_record") in reports()


def test_an_unknown_report_is_refused() -> None:
    with pytest.raises(InputInvalid):
        report_of("nonsense")


def test_parties_instrument_standards_and_environment_are_named() -> None:
    text = said(built("market_scale"))
    for fact in (
        "阿䶮鲜肉档",
        "91440300MA5EQXL17P",
        "JY2024-0317",
        "LX-2026-1187",
        "23.5 ℃",
        "64 %RH",
    ):
        assert fact in text


def test_every_counting_measurement_shows_its_error_and_limit() -> None:
    text = as_text(built("market_scale", "en"))
    assert "  2000 e | 20 kg | 20.040 kg | – | +40 g | ±20 g | Fail (bad)" in text


def test_a_value_taken_back_stays_with_its_reason() -> None:
    assert "已撤回：秤盘上留有杂物" in said(built("market_scale"))


def test_a_value_typed_by_hand_is_marked() -> None:
    assert "手工录入" in said(built("market_scale"))


def test_a_refusal_to_sign_names_reason_and_witness() -> None:
    text = said(built("market_scale"))
    assert "拒绝签名。理由：认为秤是新买的，不应当不合格。 见证人：市场管理员 林某" in text


def test_the_screening_line_stands_on_every_record_once() -> None:
    sentence = "screening"
    for kind in KINDS:
        assert said(built(kind, "en")).count(sentence) == 1, kind


def test_a_verdict_shows_its_arithmetic_and_its_rule() -> None:
    text = said(built("market_scale", "en"))
    assert "|Ec| = 40 g > 20 g" in text
    assert "JJG 539-2016" in text


def test_the_proof_carries_the_token_of_the_seal() -> None:
    inspection, _record = sealed("market_scale", BOOK, device_key())
    document = REPORT.build(inspection, BOOK, Words("en"))
    (proof,) = [block for block in document.blocks if isinstance(block, ProofBlock)]
    assert inspection.seal is not None
    assert proof.token == inspection.seal.token
    assert inspection.seal.record_sha256 in " ".join(proof.lines)


def test_a_draft_says_that_it_proves_nothing() -> None:
    draft = Inspection.fold(events_of(told(kind_of("market_scale"), BOOK)))
    document = REPORT.build(draft, BOOK, Words("en"))
    assert not [block for block in document.blocks if isinstance(block, ProofBlock)]
    assert "not sealed" in said(document)


def test_a_passing_inspection_says_how_much_was_checked() -> None:
    document = built("market_duties", "en", faulty=False)
    (box,) = [block for block in document.blocks if isinstance(block, VerdictBox)]
    assert box.reasons[0].startswith("All ")


@pytest.mark.parametrize("kind", KINDS)
def test_an_inspection_just_opened_can_already_be_written(kind: str) -> None:
    opened = Inspection.fold(events_of(told(kind_of(kind), BOOK)[:1]))
    assert REPORT.build(opened, BOOK, Words("zh_CN")).blocks


def test_an_unconfirmed_verdict_says_that_it_is_none() -> None:
    inspection, _record = sealed("market_scale", BOOK, device_key())
    assert inspection.verdict is not None
    unsure = replace(inspection.verdict, legal=False, outcome=Outcome.FAIL)
    document = REPORT.build(replace(inspection, verdict=unsure), BOOK, Words("en"))
    paragraphs = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert any("no legal verdict" in text for text in paragraphs)


def test_a_value_in_an_odd_unit_does_not_stop_the_document() -> None:
    inspection, _record = sealed("market_scale", BOOK, device_key())
    odd = tuple(replace(o, indication=replace(o.shown, unit="oz")) for o in inspection.observations)
    assert REPORT.build(replace(inspection, observations=odd), BOOK, Words("zh_CN")).blocks


def test_a_field_of_a_newer_program_is_kept_under_its_own_name() -> None:
    inspection, _record = sealed("market_scale", BOOK, device_key())
    fields = {**inspection.fields, "barometer": "1013 hPa"}
    document = REPORT.build(replace(inspection, fields=fields), BOOK, Words("en"))
    assert "barometer\n1013 hPa" in said(document)
