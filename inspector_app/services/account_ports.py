"""People who sign in to the office's pages: what the pages ask of the storage.

Implemented in `db/office/accounts.py`; blocking, thread-safe. Secrets arrive hashed: a password as
argon2id text, a token as the SHA-256 of what the person's browser keeps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    """What a person may do; each role may do what those before it may.

    inspector: reads records of the granted divisions. reviewer: alarms and what was set aside.
    administrator: devices and people, and records of every division.
    """

    INSPECTOR = "inspector"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"

    def may(self, needed: Role) -> bool:
        """Say whether this role includes another."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


class TokenPurpose(StrEnum):
    """What a token is good for: a signed-in browser, or choosing a password once."""

    SESSION = "session"
    INVITATION = "invitation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person who may sign in. login: lower case, unique. scopes: divisions whose records show.

    password_hash: argon2id, '' until the invitation was used. disabled_at: None while welcome.
    """

    account_id: str
    login: str
    name: str
    role: Role
    scopes: tuple[str, ...]
    created_at: datetime
    password_hash: str = ""
    disabled_at: datetime | None = None
    last_sign_in: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something an official did at the office: who, what, to whom. Kept for ever.

    what: a code of `words.acts` (`account_added`, `device_revoked`...). by: login, or
    `inspector-office` for the command line. about: parameters of its sentence.
    """

    act_id: str
    at: datetime
    by: str
    what: str
    about: dict[str, str]


class Accounts(Protocol):
    """Who may sign in, as whom, and what was done in their name.

    Every change keeps its act in the same transaction.
    """

    def add(self, account: Account, act: Act) -> None:
        """Keep a new account. Raises OfficeRefused(`login_taken`, login=...)."""
        ...

    def add_first(self, account: Account, act: Act) -> bool:
        """Keep the first account of all; False, with nothing kept, where there is one already."""
        ...

    def account(self, account_id: str) -> Account | None:
        """Return an account or None."""
        ...

    def by_login(self, login: str) -> Account | None:
        """Return the account of a login, None if there is none."""
        ...

    def list(self) -> Sequence[Account]:
        """Return all accounts by login."""
        ...

    def change(self, account: Account, act: Act) -> None:
        """Write name, role, scopes and disabled_at; one that is disabled loses its tokens.

        Raises OfficeRefused: `account_unknown`, `last_administrator` (nobody would be left who
        has a password, the role and is not disabled).
        """
        ...

    def set_password(self, account_id: str, password_hash: str, act: Act) -> None:
        """Write a new password; every token of the account ends with it.

        Raises OfficeRefused(`account_unknown`).
        """
        ...

    def refresh_hash(self, account_id: str, old: str, new: str) -> None:
        """Replace a hash of the same password made with older parameters; tokens stay."""
        ...

    def signed_in(self, account_id: str, now: datetime) -> None:
        """Note when somebody came in; everybody's tokens that ended by now are cleared away."""
        ...

    def issue(
        self, account_id: str, purpose: TokenPurpose, token_hash: bytes, until: datetime
    ) -> None:
        """Keep a token. A new invitation ends the older ones of the account."""
        ...

    def holder(self, token_hash: bytes, purpose: TokenPurpose, now: datetime) -> Account | None:
        """Return whose token it is; None for an unknown or ended one, or a disabled account."""
        ...

    def withdraw(self, token_hash: bytes) -> None:
        """End one token."""
        ...

    def note(self, act: Act) -> None:
        """Keep an act whose change lies elsewhere."""
        ...

    def acts(self, *, before: str = "", limit: int = 100) -> Sequence[Act]:
        """Return what was done, newest first; before: an act_id to go on from."""
        ...
