from __future__ import annotations

import pytest

from inspector_app.domain.events import EventDraft
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.evidence import sealing
from inspector_app.kinds.catalogue import kind_of
from inspector_app.metrology.regulations import load_book
from inspector_app.services.export_dcc import ExportDcc, inspection_named
from inspector_app.services.import_dcc import ImportDcc
from inspector_app.services.open_inspection import OpenInspection
from tests.helpers.documents import device_key
from tests.helpers.fakes import FakeClock, FakeIds, FakeLog, FakeRegistry
from tests.helpers.golden_inspections import PERSON
from tests.helpers.inspections import AT, told

BOOK = load_book()
SAID = {"certificate_number": "JY-1", "issuer": "某所", "verified_on": "2026-03-02", "odd": "x"}


@pytest.fixture
def log() -> FakeLog:
    return FakeLog(FakeClock())


def opened(log: FakeLog, kind: str) -> str:
    opening = OpenInspection(log, FakeRegistry(log), FakeClock(), FakeIds())
    return opening(kind, (PERSON,)).inspection_id


def test_a_certificate_fills_what_is_empty(log: FakeLog) -> None:
    key = opened(log, "certificate_check")
    filled = ImportDcc(log)(key, SAID)
    assert filled.fields["certificate_number"] == "JY-1"
    assert "odd" not in filled.fields


def test_what_a_person_wrote_stays(log: FakeLog) -> None:
    key = opened(log, "certificate_check")
    ImportDcc(log)(key, {"issuer": "我局登记"})
    assert ImportDcc(log)(key, SAID).fields["issuer"] == "我局登记"


def test_a_kind_that_takes_none_refuses_it(log: FakeLog) -> None:
    with pytest.raises(InputInvalid) as refused:
        ImportDcc(log)(opened(log, "taximeter"), SAID)
    assert refused.value.code == "dcc_not_wanted"


def test_a_draft_is_not_exported(log: FakeLog) -> None:
    kind = kind_of("taximeter")
    for body in told(kind, BOOK):
        log.append(EventDraft(stream_id="inspection-1", scope="445202", body=body))
    with pytest.raises(Exception, match="inspection_is_concluded"):
        ExportDcc(log, BOOK, lambda _certificate: b"")("inspection-1")


def test_a_sealed_inspection_is_exported_under_its_number(log: FakeLog) -> None:
    for body in told(kind_of("taximeter"), BOOK):
        log.append(EventDraft(stream_id="inspection-1", scope="445202", body=body))
    closed = sealing.seal(log.stream("inspection-1"), signer=device_key(), sealed_at=AT)
    log.append(EventDraft(stream_id="inspection-1", scope="445202", body=closed.body))
    made = ExportDcc(log, BOOK, lambda certificate: certificate.identifier.encode())("inspection-1")
    assert made.name == "JY26-000317-dcc.xml"
    assert made.data.startswith(b"JY26-000317-")


def test_an_unknown_number_is_named(log: FakeLog) -> None:
    with pytest.raises(InputInvalid) as refused:
        inspection_named(FakeRegistry(log), "JY26-9")
    assert refused.value.code == "dcc_inspection_unknown"
