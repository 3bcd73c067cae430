"""Who may sign in, with what token, and what was done in their name."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from db.office.storage import OfficeDatabase
from inspector_app.domain.exceptions import OfficeRefused
from inspector_app.services.account_ports import Account, Role, TokenPurpose
from tests.helpers.office_chain import NOW
from tests.helpers.office_people import act, added, administrator, person

SESSION, INVITATION = TokenPurpose.SESSION, TokenPurpose.INVITATION
LATER = NOW + timedelta(hours=12)
TOKEN = hashlib.sha256(b"a token").digest()
OTHER = hashlib.sha256(b"another").digest()


def tokens(office: OfficeDatabase) -> int:
    with office._work.reading() as t:
        return int(t.rows("SELECT count(*) FROM web_tokens")[0][0])


def together(*works: Callable[[], object]) -> list[BaseException]:
    """Run these at once; return what they raised."""
    ready = threading.Barrier(len(works), timeout=60)
    raised: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        ready.wait()
        try:
            work()
        except OfficeRefused as refusal:
            raised.append(refusal)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return raised


def test_an_account_is_read_back_by_id_and_by_login(office: OfficeDatabase) -> None:
    account = added(office)
    assert office.accounts.account(account.account_id) == account
    assert office.accounts.by_login("li.si") == account
    assert office.accounts.by_login("li") is None
    assert office.accounts.account("nobody") is None


def test_accounts_are_listed_by_login(office: OfficeDatabase) -> None:
    for login in ("wang", "a.b", "ab", "li_si", "li-si"):
        added(office, login)
    listed = [account.login for account in office.accounts.list()]
    assert listed == ["a.b", "ab", "li-si", "li_si", "wang"]


def test_a_login_belongs_to_one_person(office: OfficeDatabase) -> None:
    added(office)
    with pytest.raises(OfficeRefused, match="login_taken") as refusal:
        office.accounts.add(person(), act("second"))
    assert refusal.value.parameters["login"] == "li.si"
    assert [a.what for a in office.accounts.acts()] == ["account_added"]


def test_of_two_who_take_a_login_at_once_one_gets_it(office: OfficeDatabase) -> None:
    one, two = person(), person()
    raised = together(
        lambda: office.accounts.add(one, act()), lambda: office.accounts.add(two, act())
    )
    assert [str(failure.code) for failure in raised if isinstance(failure, OfficeRefused)] == [
        "login_taken"
    ]
    assert len(office.accounts.list()) == len(office.accounts.acts()) == 1


def test_the_first_account_is_made_once_however_many_servers_start(office: OfficeDatabase) -> None:
    made: list[bool] = []

    def begin(login: str) -> None:
        made.append(office.accounts.add_first(person(login), act()))

    together(*(lambda login=login: begin(login) for login in ("admin", "admin2", "admin3")))
    assert sorted(made) == [False, False, True]
    assert len(office.accounts.list()) == len(office.accounts.acts()) == 1


def test_a_change_is_kept_with_its_act(office: OfficeDatabase) -> None:
    account = replace(added(office), name="李思", role=Role.REVIEWER, scopes=("445200",))
    office.accounts.change(account, act("account_changed", login="li.si"))
    assert office.accounts.account(account.account_id) == account
    newest = office.accounts.acts()[0]
    assert (newest.what, newest.by, newest.about) == (
        "account_changed",
        "admin",
        {"login": "li.si"},
    )
    with pytest.raises(OfficeRefused, match="account_unknown"):
        office.accounts.change(person("other"), act())


@pytest.mark.parametrize(
    "less", [{"role": Role.REVIEWER}, {"disabled_at": NOW}], ids=["demoted", "disabled"]
)
def test_the_last_administrator_stays(office: OfficeDatabase, less: dict[str, object]) -> None:
    last = administrator(office, "admin")
    added(office, "invited", Role.ADMINISTRATOR)
    office.accounts.issue(last.account_id, SESSION, TOKEN, LATER)
    with pytest.raises(OfficeRefused, match="last_administrator"):
        office.accounts.change(replace(last, **less), act("changed"))  # type: ignore[arg-type]  # a test's own fields
    assert office.accounts.holder(TOKEN, SESSION, NOW) == last
    assert [a.what for a in office.accounts.acts()] == ["account_added"] * 2


def test_an_administrator_who_is_not_the_last_may_go(office: OfficeDatabase) -> None:
    administrator(office, "admin")
    second = replace(administrator(office, "second"), role=Role.INSPECTOR)
    office.accounts.change(second, act())
    assert office.accounts.by_login("second") == second


def test_two_administrators_who_demote_each_other_leave_one(office: OfficeDatabase) -> None:
    pair = [administrator(office, "one"), administrator(office, "two")]

    def demote(account: Account) -> None:
        office.accounts.change(replace(account, role=Role.INSPECTOR), act())

    raised = together(lambda: demote(pair[0]), lambda: demote(pair[1]))
    left = [a.login for a in office.accounts.list() if a.role is Role.ADMINISTRATOR]
    assert (len(raised), len(left)) == (1, 1)


def test_a_token_finds_its_holder_by_its_hash_until_it_ends(office: OfficeDatabase) -> None:
    account = added(office)
    office.accounts.issue(account.account_id, SESSION, TOKEN, LATER)
    assert office.accounts.holder(TOKEN, SESSION, NOW) == account
    assert office.accounts.holder(TOKEN, SESSION, LATER - timedelta(microseconds=1)) == account
    assert office.accounts.holder(TOKEN, SESSION, LATER) is None
    assert office.accounts.holder(TOKEN, INVITATION, NOW) is None
    assert office.accounts.holder(OTHER, SESSION, NOW) is None


def test_a_withdrawn_token_finds_nobody(office: OfficeDatabase) -> None:
    account = added(office)
    office.accounts.issue(account.account_id, SESSION, TOKEN, LATER)
    office.accounts.issue(account.account_id, SESSION, OTHER, LATER)
    office.accounts.withdraw(TOKEN)
    assert office.accounts.holder(TOKEN, SESSION, NOW) is None
    assert office.accounts.holder(OTHER, SESSION, NOW) == account


def test_a_new_invitation_ends_the_older_one_and_no_session(office: OfficeDatabase) -> None:
    account, other = added(office), added(office, "wang")
    session, third = hashlib.sha256(b"s").digest(), hashlib.sha256(b"t").digest()
    office.accounts.issue(account.account_id, SESSION, session, LATER)
    office.accounts.issue(other.account_id, INVITATION, third, LATER)
    office.accounts.issue(account.account_id, INVITATION, TOKEN, LATER)
    office.accounts.issue(account.account_id, INVITATION, OTHER, LATER)
    assert office.accounts.holder(TOKEN, INVITATION, NOW) is None
    assert office.accounts.holder(OTHER, INVITATION, NOW) == account
    assert office.accounts.holder(session, SESSION, NOW) == account
    assert office.accounts.holder(third, INVITATION, NOW) == other


def test_one_who_is_disabled_loses_every_token_for_good(office: OfficeDatabase) -> None:
    account = added(office)
    office.accounts.issue(account.account_id, SESSION, TOKEN, LATER)
    office.accounts.change(replace(account, disabled_at=NOW), act())
    office.accounts.issue(account.account_id, SESSION, OTHER, LATER)
    assert office.accounts.holder(OTHER, SESSION, NOW) is None
    office.accounts.change(account, act())
    assert office.accounts.holder(TOKEN, SESSION, NOW) is None


def test_a_new_password_ends_every_token_of_the_account(office: OfficeDatabase) -> None:
    account, other = added(office), added(office, "wang")
    office.accounts.issue(account.account_id, INVITATION, TOKEN, LATER)
    office.accounts.issue(other.account_id, SESSION, OTHER, LATER)
    office.accounts.set_password(account.account_id, "argon2id", act("password_chosen"))
    known = office.accounts.account(account.account_id)
    assert known is not None
    assert known.password_hash == "argon2id"
    assert office.accounts.holder(TOKEN, INVITATION, NOW) is None
    assert office.accounts.holder(OTHER, SESSION, NOW) == other
    with pytest.raises(OfficeRefused, match="account_unknown"):
        office.accounts.set_password("nobody", "x", act())


def test_a_hash_of_newer_parameters_replaces_only_the_hash_it_was_made_from(
    office: OfficeDatabase,
) -> None:
    account = added(office, password_hash="old")
    office.accounts.issue(account.account_id, SESSION, TOKEN, LATER)
    office.accounts.refresh_hash(account.account_id, "another", "wrong")
    office.accounts.refresh_hash(account.account_id, "old", "new")
    assert office.accounts.holder(TOKEN, SESSION, NOW) == replace(account, password_hash="new")


def test_coming_in_is_noted_and_clears_ended_tokens_away(office: OfficeDatabase) -> None:
    account = added(office)
    office.accounts.issue(account.account_id, SESSION, TOKEN, LATER)
    office.accounts.issue(account.account_id, SESSION, OTHER, LATER + timedelta(microseconds=1))
    office.accounts.signed_in(account.account_id, LATER)
    known = office.accounts.holder(OTHER, SESSION, LATER)
    assert known == replace(account, last_sign_in=LATER)
    assert tokens(office) == 1


def test_acts_are_paged_newest_first(office: OfficeDatabase) -> None:
    kept = [act("device_revoked", device=str(n), 何="测试") for n in range(5)]
    for one in kept:
        office.accounts.note(one)
    first = office.accounts.acts(limit=2)
    assert first == [kept[4], kept[3]]
    assert office.accounts.acts(before=first[-1].act_id, limit=10) == [kept[2], kept[1], kept[0]]
