"""A small laptop side of sync for the window's tests: snapshots and lists as a test sets them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from inspector_app.adapters.sync_thread import Listener, SyncSnapshot
from inspector_app.domain.exceptions import InspectorError
from inspector_app.services.sync_ports import (
    Edit,
    Enrolment,
    Queue,
    RecordState,
    ReviewTask,
    WaitingBlob,
    WaitingRecord,
)
from inspector_app.services.synchronise import RoundResult
from inspector_app.sync.machine import Phase, SyncState
from ui.sync_bridge import SyncDetails

AT = datetime(2026, 11, 24, 6, 2, tzinfo=UTC)
ENROLMENT = Enrolment(
    office_id="0" * 32,
    office_name="揭阳市榕城区市场监督管理局",
    office_key=bytes(32),
    authority="",
    certificate="",
    scopes=("445200",),
    home_scope="445202",
    addresses=("https://192.168.1.20:8443", "https://office.example:8443"),
    public_page="https://192.168.1.20:8443/v",
    device_name="榕城三号",
    enrolled_at=AT,
)
DETAILS = SyncDetails(
    device_id="laptop-one",
    enrolment=ENROLMENT,
    records=(
        WaitingRecord(
            what="inspection", key="a1", title="445202-2026-0007 榕城中心市场", events=14, since=AT
        ),
        WaitingRecord(
            what="instrument",
            key="b2",
            title="ACS-30 2304718",
            events=1,
            since=AT,
            problem="chain_forked",
        ),
    ),
    blobs=(
        WaitingBlob(
            sha256="c" * 64, size=2_400_000, role="photo", name="nameplate.jpg", inspection_id="a1"
        ),
    ),
    tasks=(
        ReviewTask(
            task_id="t1",
            what="premises",
            key="p1",
            title="陈记海鲜",
            field="phone",
            edits=(
                Edit(event_id="e1", value="13800000001", device_id="laptop-one", at=AT),
                Edit(event_id="e2", value="13800000002", device_id="laptop-two", at=AT),
            ),
        ),
    ),
)


def snapshot(
    phase: Phase, *, events: int = 0, attention: int = 0, done: int = 0, total: int = 0, **more: str
) -> SyncSnapshot:
    """Return a snapshot; more: `code` and its parameters."""
    code = more.pop("code", "")
    waits = phase in {Phase.OFFLINE, Phase.WAITING, Phase.NEEDS_YOU}
    state = SyncState(
        phase=phase,
        code=code,
        parameters=more,
        step="events",
        done=done,
        total=total,
        at=AT if phase is Phase.ALL_SENT else None,
        delay=60.0 if waits else None,
    )
    queue = Queue(events=events, blobs=0, blob_bytes=0, attention=attention)
    ended = phase is Phase.ALL_SENT
    return SyncSnapshot(state=state, queue=queue, result=RoundResult() if ended else None)


class FakeSyncDesk:
    """Store, thread and enrolment in one; calls says what was asked, in order."""

    def __init__(self, details: SyncDetails | None = None) -> None:
        self.details = details or SyncDetails()
        self.refusal: InspectorError | None = None
        self.states: dict[str, RecordState] = {}
        self.calls: list[str] = []
        self.listener: Listener | None = None

    @property
    def sync_store(self) -> FakeSyncDesk:
        return self

    def enrol(self, code: str, address: str = "", name: str = "") -> Enrolment:
        self.calls.append(f"enrol {code} {address}".strip())
        if self.refusal is not None:
            raise self.refusal
        self.details = SyncDetails(enrolment=ENROLMENT)
        return ENROLMENT

    def start_sync(self, listener: Listener) -> FakeSyncDesk:
        self.listener = listener
        return self

    def poke(self) -> None:
        self.calls.append("poke")

    def retry(self) -> None:
        self.calls.append("retry")

    def enrolled(self) -> None:
        self.calls.append("enrolled")

    def stop(self) -> bool:
        self.calls.append("stop")
        return True

    def head(self) -> tuple[str, int, str]:
        return "laptop-one", 1, "00"

    def enrolment(self) -> Enrolment | None:
        return self.details.enrolment

    def keep_enrolment(self, enrolment: Enrolment) -> None:
        self.details = SyncDetails(enrolment=enrolment)

    def waiting_records(self, limit: int = 200) -> Sequence[WaitingRecord]:
        return self.details.records[:limit]

    def waiting_blobs(self, limit: int = 100) -> Sequence[WaitingBlob]:
        return self.details.blobs[:limit]

    def review_tasks(self) -> Sequence[ReviewTask]:
        return self.details.tasks

    def record_states(self, inspection_ids: Sequence[str]) -> dict[str, RecordState]:
        return {key: self.states[key] for key in inspection_ids if key in self.states}
