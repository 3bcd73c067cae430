from __future__ import annotations

from collections.abc import Iterator

import pytest

from inspector_app.kinds import catalogue
from inspector_app.packages.envelope import MOST_BYTES, open_package
from inspector_app.services.account_ports import Role
from office.multipart import read_form
from office.server import OpenOffice
from tests.helpers.asgi_client import AsgiClient
from tests.helpers.packages import example_files
from tests.helpers.signed_in import signed_in_client

FORM = {"scopes": "445200", "note": "Spring campaign"}
FILES = [(name.rpartition("/")[2], text.encode()) for name, text in example_files().items()]


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    catalogue.forget_published()


@pytest.fixture
def client(office: OpenOffice) -> AsgiClient:
    return signed_in_client(office, Role.ADMINISTRATOR)


def numbers(office: OpenOffice) -> list[int]:
    return [one.number for one in office.parts.storage.packages.list()]


def test_only_checking_says_what_it_brings_and_publishes_nothing(
    office: OpenOffice, client: AsgiClient
) -> None:
    answer = client.post_files("/packages", FORM | {"act": "check"}, FILES)
    assert answer.status_code == 200
    assert "Farm supply shops, spring campaign" in answer.text
    assert "inferred, not confirmed" in answer.text
    assert "in force from 2027-07-01" in answer.text
    assert numbers(office) == []


def test_what_is_published_is_signed_listed_and_can_be_taken_away_on_a_stick(
    office: OpenOffice, client: AsgiClient
) -> None:
    answer = client.post_files("/packages", FORM | {"act": "publish"}, FILES)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/packages")
    (one,) = office.parts.storage.packages.list()
    assert "Laptops that have it" in client.get("/packages").text
    page = client.get(f"/packages/{one.sha256}").text
    assert "农资店" not in page.partition("<details>")[0]
    assert "example: the office&#39;s paper copy, page 12" in page
    file = client.get(f"/packages/{one.sha256}/file")
    assert "package-1.hpkg" in file.headers["Content-Disposition"]
    signer = office.parts.signer
    signed = open_package(
        file.content, office_id=office.parts.office_id, office_key=signer.public_key
    )
    assert signed.package.files == example_files()
    assert signed.package.issued_by == "李四"
    assert office.parts.blobs.get(one.sha256) == file.content
    assert office.parts.storage.intake.wanted([one.sha256]) == ()
    (act,) = [a for a in office.parts.storage.accounts.acts() if a.what == "package_published"]
    assert act.about == {"number": "1", "note": "Spring campaign"}


def test_the_next_package_keeps_the_files_that_are_ticked(
    office: OpenOffice, client: AsgiClient
) -> None:
    client.post_files("/packages", FORM | {"act": "publish"}, FILES)
    kept = ["kinds/rural_farm_shops.toml", "regulations/example_rule_2027.toml"]
    answer = client.post_files("/packages", FORM | {"act": "publish", "keep": kept}, [])
    assert answer.status_code == 303
    packages = office.parts.storage.packages
    newest = packages.file(packages.newest()[1])
    assert newest is not None
    assert sorted(newest.package.files) == kept
    assert newest.package.previous == packages.list()[1].sha256


def test_what_was_unticked_stays_so_while_it_is_only_checked(
    office: OpenOffice, client: AsgiClient
) -> None:
    client.post_files("/packages", FORM | {"act": "publish"}, FILES)
    assert client.get("/packages").text.count(" checked>") == 3
    kept = "kinds/rural_farm_shops.toml"
    page = client.post_files("/packages", FORM | {"act": "check", "keep": kept}, []).text
    assert page.count(" checked>") == 1
    assert f'value="{kept}" checked>' in page


@pytest.mark.parametrize(
    "name, data, said",
    [
        ("rural_farm_shops.toml", b"[kind\n", "neither a regulation"),
        ("rural_farm_shops.toml", b"[kind]\nx = [\n", "is no TOML"),
        ("x.toml", b"[kind]\nshape = 'hologram'\n", "does not know the shape “hologram”"),
        ("../../x.toml", b"[kind]\n", "is no name of a file"),
        ("x.toml", b"\xff\xfe[kind]\n", "is no UTF-8 text"),
        ("x.exe", b"[kind]\n", "is no name of a file"),
        ("x.toml", b"[kind]\n" + b"#" * 300_000, "larger than a file of a package may be"),
    ],
)
def test_a_wrong_file_is_named_and_nothing_is_published(
    office: OpenOffice, client: AsgiClient, name: str, data: bytes, said: str
) -> None:
    answer = client.post_files("/packages", FORM | {"act": "publish"}, [(name, data)])
    assert answer.status_code == 422
    assert said in answer.text
    assert numbers(office) == []


def test_no_file_no_division_and_a_foreign_form_publish_nothing(
    office: OpenOffice, client: AsgiClient
) -> None:
    empty = client.post_files("/packages", FORM | {"act": "publish"}, [])
    assert "The package holds no file." in empty.text
    nowhere = client.post_files("/packages", FORM | {"act": "publish", "scopes": "x"}, FILES)
    assert nowhere.status_code == 422
    client.hidden = {"form_key": "0" * 64}
    foreign = client.post_files("/packages", FORM | {"act": "publish"}, FILES)
    assert foreign.status_code == 403
    assert numbers(office) == []


def test_a_form_of_many_megabytes_is_refused(client: AsgiClient) -> None:
    answer = client.post_files("/packages", FORM, [("x.toml", b"#" * (MOST_BYTES + 1))])
    assert answer.status_code == 413


@pytest.mark.parametrize("body", [b"", b"--x", b"--x\r\n\r\n", b"nonsense" * 100])
def test_a_form_that_is_none_is_a_sentence(client: AsgiClient, body: bytes) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = client.post_body("/packages", body, headers=kind)
    assert answer.status_code in {400, 403}


def test_fields_and_files_of_a_form_come_out_as_they_were_sent() -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="note"\r\n\r\n\xe8\xa7\x84\r\n'
        b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.toml"\r\n\r\n'
        b"a = 1\n\xe8\xa7\x84\r\n\r\n--x--\r\n"
    )
    fields, files = read_form("multipart/form-data; boundary=x", body)
    assert fields == {"note": ("规",)}
    assert files == (("a.toml", b"a = 1\n\xe8\xa7\x84\r\n"),)


def test_an_unknown_package_is_not_found(client: AsgiClient) -> None:
    assert client.get(f"/packages/{'0' * 64}").status_code == 404


def test_the_page_speaks_chinese_too(office: OpenOffice) -> None:
    client = signed_in_client(office, Role.ADMINISTRATOR, login="zh", language="zh")
    client.post_files("/packages", FORM | {"act": "publish"}, FILES)
    (one,) = office.parts.storage.packages.list()
    page = client.get(f"/packages/{one.sha256}").text
    for word in ("第 1 号规则包", "替换的数值", "农资店春季计量专项检查", "推定，未核实"):
        assert word in page
