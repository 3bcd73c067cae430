"""The example city's cases: one from a failed check, some by hand, each at another stage."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from inspector_app import resource_files
from inspector_app.domain.case import Case, Source
from inspector_app.domain.inspection import Inspection
from inspector_app.kinds.catalogue import kind_of
from inspector_app.services.answer_check import AnswerCheck
from inspector_app.services.attach_photo import AttachPhoto
from inspector_app.services.conclude_inspection import ConcludeInspection
from inspector_app.services.example_market import example_id
from inspector_app.services.open_case import CaseEntry, OpenCase
from inspector_app.services.open_inspection import OpenInspection
from inspector_app.services.ports import Clock
from inspector_app.services.record_case_event import HappeningEntry, RecordCaseEvent
from inspector_app.services.seal_inspection import SealInspection
from inspector_app.services.sign_inspection import RefuseSignature, SignInspection
from inspector_app.services.workplace import Workplace

FILE = "examples/cases.toml"


@dataclass(frozen=True, slots=True)
class DaysAgo:
    """A clock that runs some days late, for what the example says happened then."""

    clock: Clock
    days: int

    def now(self) -> datetime:
        """Return the wall clock of that day."""
        return self.clock.now() - timedelta(days=self.days)

    def today(self) -> date:
        """Return that day."""
        return self.clock.today() - timedelta(days=self.days)

    def monotonic_ns(self) -> int:
        """Return the machine's own count."""
        return self.clock.monotonic_ns()

    def boot_id(self) -> str:
        """Return what tells this boot from others."""
        return self.clock.boot_id()


@dataclass(frozen=True, slots=True)
class LoadExampleCases:
    """Tell the example's cases once, through the use cases that a person would use."""

    work: Workplace

    def __call__(self) -> int:
        """Record them unless there are cases already; return how many were opened."""
        if self.work.storage.cases.list_cases(limit=1):
            return 0
        data = tomllib.loads(resource_files.read_text(FILE))
        with self.work.storage.transaction():
            for entry in reversed(data["case"]):
                self._tell(self._by_hand(entry), entry.get("happenings", ()))
            told = data["check"]
            self._tell(self._from_check(told), told["happenings"])
        return len(data["case"]) + 1

    def _by_hand(self, entry: Mapping[str, Any]) -> Case:
        place = self.work.storage.registry.premises(example_id("premises:" + entry["premises"]))
        return self._opening(entry["days"]).by_hand(
            CaseEntry(
                source=Source(entry["source"]),
                title=entry["title"],
                facts=entry["facts"],
                on=self.work.clock.today() - timedelta(days=entry["days"]),
                premises=place,
            ),
            (self.work.person,),
        )

    def _from_check(self, told: Mapping[str, Any]) -> Case:
        inspection = self._checked(told)
        opening = self._opening(told["days"])
        return opening.from_inspection(inspection.inspection_id, (self.work.person,))

    def _checked(self, told: Mapping[str, Any]) -> Inspection:
        """Make the failed check: answers, a photo, signatures, seal."""
        work, log = self.work, self.work.storage.log
        clock = DaysAgo(work.clock, told["days"])
        begin = OpenInspection(log, work.storage.registry, clock, work.ids, work.scope)
        place = example_id("premises:" + told["premises"])
        opened = begin(told["kind"], (work.person,), premises_id=place)
        key = opened.inspection_id
        for check in kind_of(told["kind"]).checks:
            note = told["failing"].get(check.key, "")
            AnswerCheck(log)(key, check.key, "no" if note else "yes", note=note)
        photo = resource_files.read_bytes(told["photo"])
        attach = AttachPhoto(log, work.storage.blobs, work.ids, work.pictures)
        attach(key, photo, role=told["photo_role"], caption=told["caption"])
        ConcludeInspection(log, work.rules)(key)
        strokes = resource_files.read_bytes(told["signature"])
        sign = SignInspection(log, work.storage.blobs)
        sign(key, role="inspector", name=work.person.name, image=strokes)
        responsible = opened.premises.responsible_person if opened.premises is not None else ""
        RefuseSignature(log)(
            key, role="party", name=responsible, reason=told["refusal"], witness=told["witness"]
        )
        return SealInspection(log, work.inspector_signer(work.person), clock)(key)

    def _tell(self, case: Case, happenings: Sequence[Mapping[str, Any]]) -> None:
        record = RecordCaseEvent(self.work.storage.log, self.work.clock, self.work.ids)
        for entry in happenings:
            record(
                case.case_id,
                HappeningEntry(
                    what=entry["what"],
                    on=self.work.clock.today() - timedelta(days=entry["days"]),
                    note=entry.get("note", ""),
                    details=entry.get("details", {}),
                ),
            )

    def _opening(self, days: int) -> OpenCase:
        work, storage = self.work, self.work.storage
        clock = DaysAgo(work.clock, days)
        return OpenCase(storage.log, storage.cases, clock, work.ids, work.rules, work.scope)
