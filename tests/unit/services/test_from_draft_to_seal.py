from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from inspector_app.domain.events import InspectionSealed
from inspector_app.domain.exceptions import InputInvalid, WrongState
from inspector_app.domain.inspection import Inspection, State
from inspector_app.domain.judgement import Outcome
from inspector_app.domain.text import Text
from inspector_app.evidence import sealing, token
from inspector_app.evidence.record import record_bytes
from inspector_app.kinds.base import Step
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.base import Document, Heading, ProofBlock, Report
from inspector_app.reports.entries import NOTHING_FILLED, Filled
from inspector_app.reports.spot_check_record import REPORT
from inspector_app.services.answer_check import AnswerCheck
from inspector_app.services.attach_photo import MAX_BYTES, AttachPhoto, WithdrawPhoto
from inspector_app.services.conclude_inspection import ConcludeInspection, NotComplete
from inspector_app.services.fill_field import FillField
from inspector_app.services.issue_report import IssueReport
from inspector_app.services.plan_inspection import StepState, assess_live, view_of
from inspector_app.services.record_observation import Reading
from inspector_app.services.reopen_inspection import ReopenInspection
from inspector_app.services.seal_inspection import SealInspection
from inspector_app.services.sign_inspection import RefuseSignature, SignInspection
from inspector_app.services.void_inspection import VoidInspection
from inspector_app.words import Words
from tests.helpers.fakes import FakePdfWriter, one_pixel_png
from tests.unit.services.conftest import Desk, seen

PHOTO = b"\xff\xd8 a photo"


def concluded(desk: Desk) -> Inspection:
    return ConcludeInspection(desk.log, desk.book)(desk.measured().inspection_id)


def sealed(desk: Desk) -> Inspection:
    key = concluded(desk).inspection_id
    SignInspection(desk.log, desk.blobs)(
        key, role="inspector", name="林晓敏", image=one_pixel_png()
    )
    RefuseSignature(desk.log)(key, name="陈国明", reason="不认可结果", witness="许东平")
    return SealInspection(desk.log, desk.signer, desk.clock)(key)


def test_each_field_change_is_its_own_commit(desk: Desk) -> None:
    key = desk.opened().inspection_id
    before = desk.log.commits
    FillField(desk.log)(key, "ambient_temperature_c", "21.5")
    FillField(desk.log)(key, "remarks", "摊主在场")
    FillField(desk.log)(key, "remarks", "摊主在场")
    assert desk.log.commits == before + 2


@pytest.mark.parametrize(
    "name,value,code",
    [
        ("ambient_temperature_c", "95", "figure_out_of_range"),
        ("relative_humidity_pct", "wet", "not_a_number"),
        ("remarks", "x" * 4001, "text_too_long"),
        ("remarks", "a\ud800", "text_not_writable"),
        ("remarks", "a\0\x1b[2J", "text_not_writable"),
        ("no such field", "x", "field_unknown"),
        ("position", "116.37,23.55", "position_out_of_range"),
        ("position", "here", "not_a_position"),
        ("position_fix", "by hand", "not_a_fix"),
        ("position_fix", "quality=gps; position=23.5,116.3", "fix_of_another_position"),
    ],
)
def test_a_field_that_makes_no_sense_is_refused(
    desk: Desk, name: str, value: str, code: str
) -> None:
    with pytest.raises(InputInvalid) as refused:
        FillField(desk.log)(desk.opened().inspection_id, name, value)
    assert refused.value.code == code


def test_a_fix_goes_with_its_position_and_is_printed_with_it(desk: Desk) -> None:
    key = desk.opened().inspection_id
    fill = FillField(desk.log)
    fill(key, "position", "23.5508533， 116.3578833")
    before = desk.log.commits
    kept = fill(key, "position_fix", "quality=dgps; satellites=09; position=23.5508533,116.3578833")
    assert desk.log.commits == before + 1
    said = REPORT.build(kept, desk.book, Words("zh_CN")).texts()
    assert "23.5508533,116.3578833" in said
    assert "差分定位，卫星 9 颗" in said
    moved = fill(key, "position", "23.6,116.4")
    assert moved.fields["position_fix"] == ""
    assert desk.log.commits == before + 2


def test_the_seal_check_cannot_be_waved_away(desk: Desk) -> None:
    with pytest.raises(InputInvalid, match="check_always_applies"):
        AnswerCheck(desk.log)(desk.opened().inspection_id, "PS04", "not_applicable")


def test_an_answer_can_be_taken_back(desk: Desk) -> None:
    key = desk.opened().inspection_id
    AnswerCheck(desk.log)(key, "PS04", "no", note="封线断")
    assert "PS04" not in AnswerCheck(desk.log)(key, "PS04", "").answers


def test_a_photo_is_stored_before_the_event_that_names_it(desk: Desk) -> None:
    key = desk.opened().inspection_id
    attach = AttachPhoto(desk.log, desk.blobs, desk.ids, desk.pictures)
    inspection = attach(key, PHOTO, role="nameplate", caption="铭牌")
    photo = inspection.photos_kept()[0]
    assert desk.blobs.get(photo.sha256) == PHOTO
    assert desk.log.events[-1].blobs[0].sha256 == photo.sha256
    assert not WithdrawPhoto(desk.log)(key, photo.photo_id, reason="模糊").photos_kept()


@pytest.mark.parametrize(
    "data,code", [(b"text", "photo_not_an_image"), (bytes(MAX_BYTES + 1), "photo_too_large")]
)
def test_what_is_no_photo_or_too_large_changes_nothing(desk: Desk, data: bytes, code: str) -> None:
    key = desk.opened().inspection_id
    before = len(desk.log.events)
    attach = AttachPhoto(desk.log, desk.blobs, desk.ids, desk.pictures)
    with pytest.raises(InputInvalid) as refused:
        attach(key, data, role="nameplate")
    assert refused.value.code == code
    assert len(desk.log.events) == before
    assert not desk.blobs.kept


def test_an_unfinished_inspection_is_not_concluded_and_says_what_is_missing(desk: Desk) -> None:
    key = desk.ready().inspection_id
    with pytest.raises(NotComplete) as refused:
        ConcludeInspection(desk.log, desk.book)(key)
    assert {"check:PS04", "zero:1"} <= {f.subject for f in refused.value.findings}


def test_a_finished_inspection_passes_by_the_rule_in_force(desk: Desk) -> None:
    inspection = concluded(desk)
    assert inspection.state is State.CONCLUDED
    assert inspection.verdict is not None
    assert inspection.verdict.outcome is Outcome.PASS
    assert inspection.verdict.legal
    assert inspection.verdict.regulation == "JJG 539-2016"


def test_a_concluded_inspection_takes_no_more_values_until_reopened(desk: Desk) -> None:
    inspection = concluded(desk)
    with pytest.raises(WrongState, match="inspection_is_concluded"):
        desk.record(inspection, "zero:1", Reading(indication=seen("0.000")))
    reopened = ReopenInspection(desk.log)(inspection.inspection_id, reason="复测零点")
    assert reopened.state is State.DRAFT
    assert reopened.verdict is None


def test_a_seal_needs_every_signature_or_refusal(desk: Desk) -> None:
    key = concluded(desk).inspection_id
    SignInspection(desk.log, desk.blobs)(
        key, role="inspector", name="林晓敏", image=one_pixel_png()
    )
    with pytest.raises(WrongState) as refused:
        SealInspection(desk.log, desk.signer, desk.clock)(key)
    assert refused.value.parameters["roles"] == "party"


@pytest.mark.parametrize("witness", ["", " ", "陈国明"])
def test_a_refusal_needs_a_witness_other_than_the_party(desk: Desk, witness: str) -> None:
    key = concluded(desk).inspection_id
    with pytest.raises(InputInvalid, match="witness_missing"):
        RefuseSignature(desk.log)(key, name="陈国明", reason="不认可", witness=witness)


def test_an_empty_signature_field_is_no_signature(desk: Desk) -> None:
    key = concluded(desk).inspection_id
    with pytest.raises(InputInvalid, match="signature_empty"):
        SignInspection(desk.log, desk.blobs)(key, role="party", name="陈国明", image=b"")


def test_the_seal_proves_the_record_and_the_device_signs_its_head(desk: Desk) -> None:
    inspection = sealed(desk)
    assert inspection.seal is not None
    record = record_bytes(desk.log.stream(inspection.inspection_id))
    sealing.verify_seal(record, inspection.seal, desk.signer.public_key)
    checked = token.verify(inspection.seal.token, [desk.signer.public_key])
    assert checked.genuineness is token.Genuineness.GENUINE
    sealed_event = next(e for e in desk.log.events if isinstance(e.body, InspectionSealed))
    assert desk.log.heads[-1].device_seq == sealed_event.device_seq


def test_a_sealed_inspection_never_changes(desk: Desk) -> None:
    key = sealed(desk).inspection_id
    with pytest.raises(WrongState, match="inspection_is_sealed"):
        FillField(desk.log)(key, "remarks", "later")
    with pytest.raises(WrongState, match="inspection_is_sealed"):
        ReopenInspection(desk.log)(key, reason="later")


def test_voiding_needs_a_reason_and_a_second_person(desk: Desk) -> None:
    key = sealed(desk).inspection_id
    with pytest.raises(InputInvalid, match="second_person_missing"):
        VoidInspection(desk.log)(key, reason="录入对象错误", second_person="林晓敏")
    assert (
        VoidInspection(desk.log)(key, reason="录入对象错误", second_person="王芳").state
        is State.VOIDED
    )


def build(
    inspection: Inspection, book: RegulationBook, words: Words, _filled: Filled = NOTHING_FILLED
) -> Document:
    return Document(
        title="记录",
        issuer="局",
        number=inspection.number,
        language=words.language,
        blocks=(Heading(text="一"),),
    )


def test_a_report_carries_the_sealed_record_and_is_named_by_an_event(desk: Desk) -> None:
    key = sealed(desk).inspection_id
    writer = FakePdfWriter()
    report = Report(key="site", title=Text("记录", "Record"), for_kinds=("*",), build=build)
    issued = IssueReport(desk.log, desk.blobs, desk.clock, writer, desk.book)(key, report)
    attached = writer.written[0][1][0]
    assert json.loads(attached.data)["inspection"]["number"] == issued.inspection.number
    assert issued.inspection.reports[0].sha256 == issued.sha256
    assert desk.blobs.get(issued.sha256) == issued.pdf
    assert desk.registry.report_hash_known(issued.sha256)


def build_proof(
    inspection: Inspection, book: RegulationBook, words: Words, _filled: Filled = NOTHING_FILLED
) -> Document:
    seal = inspection.seal
    assert seal is not None
    proof = ProofBlock(token=seal.token, title="核验", lines=())
    return replace(build(inspection, book, words), blocks=(proof,))


@pytest.mark.parametrize("page", ["", "https://jl.example.cn/v"])
def test_the_code_leads_to_the_offices_page_once_there_is_one(desk: Desk, page: str) -> None:
    inspection = sealed(desk)
    writer = FakePdfWriter()
    report = Report(key="site", title=Text("记录", "Record"), for_kinds=("*",), build=build_proof)
    IssueReport(desk.log, desk.blobs, desk.clock, writer, desk.book, public_page=page)(
        inspection.inspection_id, report
    )
    (proof,) = writer.written[0][0].blocks
    seal = inspection.seal
    assert seal is not None
    assert isinstance(proof, ProofBlock)
    assert proof.token == (token.with_address(seal.token, page) if page else seal.token)


def test_only_a_sealed_inspection_gives_a_report(desk: Desk) -> None:
    report = Report(key="site", title=Text("记录", "Record"), for_kinds=("*",), build=build)
    issue = IssueReport(desk.log, desk.blobs, desk.clock, FakePdfWriter(), desk.book)
    with pytest.raises(WrongState):
        issue(concluded(desk).inspection_id, report)


def test_the_view_says_how_far_each_step_is(desk: Desk) -> None:
    draft = desk.record(desk.ready(), "zero:1", Reading(indication=seen("0.000")))
    view = view_of(draft, desk.book)
    states = {s.step: s.state for s in view.steps}
    assert states[Step.PREMISES] is StepState.DONE
    assert states[Step.CHECKS] is StepState.TODO
    assert states[Step.MEASUREMENTS] is StepState.PARTLY
    assert states[Step.EVIDENCE] is StepState.ATTENTION
    assert view.next_row is not None
    assert view.next_row.row.row_id == "load_points:1"
    assert view.missing


def test_the_live_figure_is_judged_like_the_kept_one(desk: Desk) -> None:
    draft = desk.record(desk.ready(), "zero:1", Reading(indication=seen("0.000")))
    view = view_of(draft, desk.book)
    row = view.row("load_points:2")
    assert row is not None
    reading = Reading(indication=seen("5.020", stable=False))
    live = assess_live(view, row.row, reading, desk.book)
    assert live is not None
    assert not live.conforms
    kept = view_of(
        desk.record(draft, "load_points:2", Reading(indication=seen("5.020"))), desk.book
    )
    again = kept.row("load_points:2")
    assert again is not None
    assert again.assessment == live


def test_an_overloaded_or_foreign_live_figure_is_not_judged(desk: Desk) -> None:
    view = view_of(desk.ready(), desk.book)
    row = view.row("zero:1")
    assert row is not None
    assert assess_live(view, row.row, Reading(indication=seen("5", "斤")), desk.book) is None


def test_a_reopened_draft_is_judged_by_the_rules_of_its_own_day(desk: Desk) -> None:
    inspection = concluded(desk)
    assert inspection.on == date(2026, 11, 23)


def test_a_photo_tells_whose_code_it_shows(desk: Desk) -> None:
    inspection = desk.opened()
    AttachPhoto(desk.log, desk.blobs, desk.ids, desk.pictures)(
        inspection.inspection_id, PHOTO, role="nameplate"
    )
    inspection = Inspection.fold(desk.log.stream(inspection.inspection_id))
    (photo,) = inspection.photos
    assert photo.perceptual_hash
    assert inspection.photo_names_instrument(photo) is None
    for texts, named in (
        (("HPI:scale",), True),
        (("https://maker.example/2304718",), True),
        (("https://maker.example/9999999", "HPI:other"), False),
    ):
        assert inspection.photo_names_instrument(replace(photo, qr_texts=texts)) is named


def test_the_seal_says_when_the_clock_was_last_compared(desk: Desk) -> None:
    key = concluded(desk).inspection_id
    for role, name in (("inspector", "林晓敏"), ("party", "陈国明")):
        SignInspection(desk.log, desk.blobs)(key, role=role, name=name, image=one_pixel_png())
    said = "2026-11-23T01:02:03+00:00 +412 ms"
    inspection = SealInspection(desk.log, desk.signer, desk.clock, said)(key)
    assert inspection.seal is not None
    assert inspection.seal.clock_checked == said
    document = REPORT.build(inspection, desk.book, Words("zh_CN"))
    assert any(said in text for text in document.texts())
