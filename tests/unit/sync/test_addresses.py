from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.sync.addresses import normalised


@pytest.mark.parametrize(
    "written, meant",
    [
        ("192.168.1.5", "https://192.168.1.5:8443"),
        (" office.example:9443 ", "https://office.example:9443"),
        ("https://office.example/", "https://office.example:8443"),
        ("HTTPS://office.example:443", "https://office.example:443"),
        ("fe80::1", "https://[fe80::1]:8443"),
        ("[fe80::1]:9000", "https://[fe80::1]:9000"),
        ("localhost", "https://localhost:8443"),
    ],
)
def test_an_address_is_understood_as_people_write_it(written: str, meant: str) -> None:
    assert normalised(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "",
        "http://office",
        "office:0",
        "office:99999",
        "a b",
        "https://x/path",
        "ftp://x",
        "[zz]",
        "user@host",
        "a..b",
        "office:８４４３",
    ],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(InputInvalid, match="office_address_invalid"):
        normalised(written)


@given(st.text())
def test_any_text_gives_an_address_or_a_refusal(text: str) -> None:
    try:
        meant = normalised(text)
    except InputInvalid:
        return
    assert normalised(meant) == meant
