from __future__ import annotations

import base64
from dataclasses import dataclass, field

import msgspec
import pytest

from inspector_app.domain.exceptions import InputInvalid, OfficeNotTrusted, OfficeRefused
from inspector_app.evidence.signatures import is_valid
from inspector_app.services.enrol_device import EnrolDevice
from inspector_app.services.sync_ports import Enrolment
from inspector_app.sync import enrolment
from inspector_app.sync.enrolment import Code
from inspector_app.sync.messages import EnrolAnswer, EnrolBegin, EnrolOffer, EnrolRequest
from tests.helpers.fake_office import FakeLaptop, FakeOffice
from tests.helpers.fakes import FakeClock

CODE = Code(bytes(range(16)), "192.168.1.5")


@dataclass
class FakeEnrolmentLink:
    key: bytes = CODE.key
    office_key: bytes = b"k" * 32
    office_id: str = "office-9"
    calls: list[tuple[str, str]] = field(default_factory=list)
    requests: list[EnrolRequest] = field(default_factory=list)

    def begin(self, address: str, request: EnrolBegin) -> EnrolOffer:
        self.calls.append((address, "begin"))
        proof = enrolment.office_proof(
            self.key, office_id="office-9", authority="CA PEM", nonce=request.nonce
        )
        return EnrolOffer(office_id="office-9", authority="CA PEM", proof=proof)

    def enrol(self, address: str, authority: str, request: EnrolRequest) -> EnrolAnswer:
        self.calls.append((address, authority))
        if self.requests:
            raise OfficeRefused("enrolment_code_used")
        self.requests.append(request)
        return EnrolAnswer(
            office_id=self.office_id,
            office_name="揭阳",
            office_key=base64.b64encode(self.office_key).decode(),
            certificate="PEM",
            scopes=("445200",),
            home_scope="445202",
            addresses=("https://10.0.0.1:8443",),
            public_page="https://example/v",
        )


@pytest.fixture
def laptop() -> FakeLaptop:
    return FakeLaptop(FakeOffice(), "device-a", enrolled=False)


def use_case(laptop: FakeLaptop, link: FakeEnrolmentLink) -> EnrolDevice:
    return EnrolDevice(store=laptop, link=link, signer=laptop.signer)


def test_a_scanned_code_enrols_at_its_own_address_under_the_proven_authority(
    laptop: FakeLaptop,
) -> None:
    link = FakeEnrolmentLink()
    kept = use_case(laptop, link)(CODE.qr_text(), name="Laptop 3")
    assert link.calls == [
        ("https://192.168.1.5:8443", "begin"),
        ("https://192.168.1.5:8443", "CA PEM"),
    ]
    assert laptop.enrolment() == kept
    assert kept.authority == "CA PEM"
    assert kept.addresses == ("https://192.168.1.5:8443", "https://10.0.0.1:8443")


def test_the_laptop_proves_that_it_knows_the_code_and_holds_its_key(laptop: FakeLaptop) -> None:
    link = FakeEnrolmentLink()
    use_case(laptop, link)(CODE.text(), "office.example", "Laptop 3")
    request = link.requests[0]
    expected = enrolment.device_proof(
        CODE.key, device_id="device-a", public_key=request.public_key, name="Laptop 3"
    )
    statement = enrolment.possession_statement(
        code_id=CODE.code_id, device_id="device-a", public_key=request.public_key
    )
    assert request.proof == expected
    assert is_valid(laptop.signer.public_key, base64.b64decode(request.signature), statement)


def test_an_office_that_does_not_know_the_code_learns_nothing_and_is_not_kept(
    laptop: FakeLaptop,
) -> None:
    link = FakeEnrolmentLink(key=b"another key")
    with pytest.raises(OfficeNotTrusted, match="office_not_proven"):
        use_case(laptop, link)(CODE.qr_text())
    assert link.requests == []
    assert laptop.enrolment() is None


@pytest.mark.parametrize(
    "link",
    [FakeEnrolmentLink(office_id="other"), FakeEnrolmentLink(office_key=b"short")],
)
def test_an_answer_that_does_not_fit_the_offer_is_not_kept(
    laptop: FakeLaptop, link: FakeEnrolmentLink
) -> None:
    with pytest.raises(OfficeNotTrusted, match="office_not_proven"):
        use_case(laptop, link)(CODE.qr_text())
    assert laptop.enrolment() is None


def test_a_used_code_is_refused_in_words(laptop: FakeLaptop) -> None:
    link = FakeEnrolmentLink()
    use_case(laptop, link)(CODE.qr_text())
    with pytest.raises(OfficeRefused, match="enrolment_code_used"):
        use_case(laptop, link)(CODE.qr_text())


def test_a_code_without_an_address_asks_for_one(laptop: FakeLaptop) -> None:
    with pytest.raises(InputInvalid, match="office_address_missing"):
        use_case(laptop, FakeEnrolmentLink())(CODE.text())


@pytest.mark.parametrize("text", ["", "HPE1:", CODE.text()[:-1], CODE.text()[:-1] + "!"])
def test_a_mistyped_code_is_told_before_anything_is_asked(laptop: FakeLaptop, text: str) -> None:
    link = FakeEnrolmentLink()
    with pytest.raises(InputInvalid, match="enrolment_code_invalid"):
        use_case(laptop, link)(text, "office.example")
    assert link.calls == []


def test_the_laptop_keeps_its_own_name_and_since_when_it_is_enrolled(laptop: FakeLaptop) -> None:
    clock = FakeClock()
    case = EnrolDevice(store=laptop, link=FakeEnrolmentLink(), signer=laptop.signer, clock=clock)
    case(CODE.qr_text(), name="Laptop 3")
    kept = laptop.enrolment()
    assert kept is not None
    assert (kept.device_name, kept.enrolled_at) == ("Laptop 3", clock.now())


def test_an_enrolment_kept_before_names_and_times_were_kept_is_still_read() -> None:
    old = {
        "office_id": "o",
        "office_name": "n",
        "office_key": "",
        "authority": "",
        "certificate": "",
        "scopes": [],
        "home_scope": "",
        "addresses": [],
        "public_page": "",
    }
    kept = msgspec.json.decode(msgspec.json.encode(old), type=Enrolment)
    assert (kept.device_name, kept.enrolled_at) == ("", None)
