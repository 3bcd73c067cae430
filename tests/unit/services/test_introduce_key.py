from __future__ import annotations

import base64

from inspector_app.domain.events import InspectorKeyIntroduced
from inspector_app.services.introduce_key import IntroduceKey
from tests.helpers.fakes import FakeLog, FakeSigner


def test_a_key_is_introduced_once_however_often_it_signs() -> None:
    log, signer = FakeLog(), FakeSigner()
    introduce = IntroduceKey(log, "445202")
    introduce("n1", signer)
    introduce("n1", signer)
    assert log.bodies("n1") == [
        InspectorKeyIntroduced(
            person_id="n1",
            key_id=signer.key_id,
            public_key=base64.b64encode(signer.public_key).decode("ascii"),
        )
    ]


def test_another_key_of_the_same_person_is_introduced_too() -> None:
    log = FakeLog()
    introduce = IntroduceKey(log, "445202")
    introduce("n1", FakeSigner())
    introduce("n1", FakeSigner())
    assert len(log.bodies("n1")) == 2
