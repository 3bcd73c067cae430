"""Who may sign in to the pages, and what was done in their name. Implements the port `Accounts`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from db.office.work import OfficeWork, Transaction
from inspector_app.domain.exceptions import OfficeRefused
from inspector_app.services.account_ports import Account, Act, Role, TokenPurpose

_COLUMNS = (
    "account_id, login, name, role, scopes, created_at, password_hash, disabled_at, last_sign_in"
)
_SELECT = f"SELECT {_COLUMNS} FROM accounts "  # noqa: S608 - own
_PEOPLE = 0x48500002
"""The lock that changes of people hold alone: two at once could each leave the other the last."""


class OfficeAccounts:
    """Keeps accounts, their tokens, and acts."""

    def __init__(self, work: OfficeWork) -> None:
        self._work = work

    def add(self, account: Account, act: Act) -> None:
        """Keep a new account. Raises OfficeRefused(`login_taken`, login=...)."""
        with self._work.writing() as t:
            if not _insert(t, account):
                raise OfficeRefused("login_taken", login=account.login)
            _keep_act(t, act)

    def add_first(self, account: Account, act: Act) -> bool:
        """Keep the first account of all; False, with nothing kept, where there is one already."""
        with self._work.writing() as t:
            t.beside_others(_PEOPLE, alone=True)
            if t.rows("SELECT 1 FROM accounts LIMIT 1") or not _insert(t, account):
                return False
            _keep_act(t, act)
            return True

    def account(self, account_id: str) -> Account | None:
        """Return an account or None."""
        with self._work.reading() as t:
            return _read(t, account_id)

    def by_login(self, login: str) -> Account | None:
        """Return the account of a login, None if there is none."""
        with self._work.reading() as t:
            rows = t.rows(_SELECT + "WHERE login = ?", (login,))
        return _account(rows[0]) if rows else None

    def list(self) -> Sequence[Account]:
        """Return all accounts by login."""
        with self._work.reading() as t:
            found = [_account(row) for row in t.rows(_SELECT)]
        # Sorted here: each engine has its own idea of the order of texts.
        return sorted(found, key=lambda account: account.login)

    def change(self, account: Account, act: Act) -> None:
        """Write name, role, scopes and disabled_at; one that is disabled loses its tokens.

        Raises OfficeRefused: `account_unknown`, `last_administrator`.
        """
        with self._work.writing() as t:
            t.beside_others(_PEOPLE, alone=True)
            known = _known(t, account.account_id)
            t.execute(
                "UPDATE accounts SET name = ?, role = ?, scopes = ?, disabled_at = ? "
                "WHERE account_id = ?",
                (
                    account.name,
                    account.role.value,
                    " ".join(account.scopes),
                    _text(account.disabled_at),
                    account.account_id,
                ),
            )
            if _administers(known) and not _has_administrator(t):
                raise OfficeRefused("last_administrator", login=known.login)
            if account.disabled_at is not None:
                _end_tokens(t, account.account_id)
            _keep_act(t, act)

    def set_password(self, account_id: str, password_hash: str, act: Act) -> None:
        """Write a new password; every token of the account ends with it.

        Raises OfficeRefused(`account_unknown`).
        """
        with self._work.writing() as t:
            t.beside_others(_PEOPLE, alone=True)
            _known(t, account_id)
            t.execute(
                "UPDATE accounts SET password_hash = ? WHERE account_id = ?",
                (password_hash, account_id),
            )
            _end_tokens(t, account_id)
            _keep_act(t, act)

    def refresh_hash(self, account_id: str, old: str, new: str) -> None:
        """Replace a hash of the same password made with older parameters; tokens stay."""
        with self._work.writing() as t:
            t.execute(
                "UPDATE accounts SET password_hash = ? WHERE account_id = ? AND password_hash = ?",
                (new, account_id, old),
            )

    def signed_in(self, account_id: str, now: datetime) -> None:
        """Note when somebody came in; clear away the tokens of everybody that ended by now."""
        with self._work.writing() as t:
            t.execute(
                "UPDATE accounts SET last_sign_in = ? WHERE account_id = ?",
                (_text(now), account_id),
            )
            t.execute("DELETE FROM web_tokens WHERE until <= ?", (_text(now),))

    def issue(
        self, account_id: str, purpose: TokenPurpose, token_hash: bytes, until: datetime
    ) -> None:
        """Keep a token. A new invitation ends the older ones of the account."""
        with self._work.writing() as t:
            if purpose is TokenPurpose.INVITATION:
                t.execute(
                    "DELETE FROM web_tokens WHERE account_id = ? AND purpose = ?",
                    (account_id, purpose.value),
                )
            t.execute(
                "INSERT INTO web_tokens (token_hash, account_id, purpose, until) "
                "VALUES (?, ?, ?, ?)",
                (token_hash, account_id, purpose.value, _text(until)),
            )

    def holder(self, token_hash: bytes, purpose: TokenPurpose, now: datetime) -> Account | None:
        """Return whose token it is; None for an unknown or ended one, or a disabled account."""
        with self._work.reading() as t:
            rows = t.rows(
                _SELECT + "WHERE disabled_at IS NULL AND account_id IN (SELECT account_id "
                "FROM web_tokens WHERE token_hash = ? AND purpose = ? AND until > ?)",
                (token_hash, purpose.value, _text(now)),
            )
        return _account(rows[0]) if rows else None

    def withdraw(self, token_hash: bytes) -> None:
        """End one token."""
        with self._work.writing() as t:
            t.execute("DELETE FROM web_tokens WHERE token_hash = ?", (token_hash,))

    def note(self, act: Act) -> None:
        """Keep an act whose change lies elsewhere."""
        with self._work.writing() as t:
            _keep_act(t, act)

    def acts(self, *, before: str = "", limit: int = 100) -> Sequence[Act]:
        """Return what was done, newest first; before: an act_id to go on from."""
        with self._work.reading() as t:
            rows = t.rows(
                "SELECT act_id, at, actor, what, about FROM acts WHERE (? = '' OR act_id < ?) "
                "ORDER BY act_id DESC LIMIT ?",
                (before, before, limit),
            )
        return [
            Act(
                act_id=act_id,
                at=datetime.fromisoformat(at),
                by=actor,
                what=what,
                about=json.loads(about),
            )
            for act_id, at, actor, what, about in rows
        ]


def _insert(t: Transaction, account: Account) -> bool:
    """Write a new row; False where its login is taken."""
    written = t.execute(
        f"INSERT INTO accounts ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "  # noqa: S608 - own
        "ON CONFLICT (login) DO NOTHING",
        (
            account.account_id,
            account.login,
            account.name,
            account.role.value,
            " ".join(account.scopes),
            _text(account.created_at),
            account.password_hash,
            _text(account.disabled_at),
            _text(account.last_sign_in),
        ),
    )
    return written.rowcount == 1


def _known(t: Transaction, account_id: str) -> Account:
    found = _read(t, account_id)
    if found is None:
        raise OfficeRefused("account_unknown", account_id=account_id)
    return found


def _read(t: Transaction, account_id: str) -> Account | None:
    rows = t.rows(_SELECT + "WHERE account_id = ?", (account_id,))
    return _account(rows[0]) if rows else None


def _administers(account: Account) -> bool:
    welcome = account.disabled_at is None and account.password_hash != ""
    return welcome and account.role is Role.ADMINISTRATOR


def _has_administrator(t: Transaction) -> bool:
    rows = t.rows(_SELECT + "WHERE role = ?", (Role.ADMINISTRATOR.value,))
    return any(_administers(_account(row)) for row in rows)


def _end_tokens(t: Transaction, account_id: str) -> None:
    t.execute("DELETE FROM web_tokens WHERE account_id = ?", (account_id,))


def _keep_act(t: Transaction, act: Act) -> None:
    t.execute(
        "INSERT INTO acts (act_id, at, actor, what, about) VALUES (?, ?, ?, ?, ?)",
        (
            act.act_id,
            _text(act.at),
            act.by,
            act.what,
            json.dumps(act.about, ensure_ascii=False),
        ),
    )


def _account(row: Any) -> Account:
    return Account(
        account_id=row[0],
        login=row[1],
        name=row[2],
        role=Role(row[3]),
        scopes=tuple(row[4].split()),
        created_at=datetime.fromisoformat(row[5]),
        password_hash=row[6],
        disabled_at=_time(row[7]),
        last_sign_in=_time(row[8]),
    )


def _text(moment: datetime | None) -> str | None:
    """Return a time so that texts compare as times do, whatever the engine's collation."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else None


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
