"""What is a password, what is kept of it, and how many are computed at once."""

from __future__ import annotations

import threading
import unicodedata
from typing import Literal

import pytest
from argon2 import PasswordHasher

from inspector_app.domain.exceptions import InputInvalid, OfficeRefused
from office import passwords

PASSWORD = "correct horse battery"


def refusal(password: str, login: str = "li.si") -> str:
    with pytest.raises(InputInvalid) as refused:
        passwords.demand_good(password, login)
    return refused.value.code


@pytest.fixture(scope="module")
def kept() -> str:
    return passwords.hashed(PASSWORD)


class Counting(PasswordHasher):
    """argon2 that tells how often it verified."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.verified = 0

    def verify(self, *kept_and_password: str | bytes) -> Literal[True]:
        self.verified += 1
        return super().verify(*kept_and_password)


def test_only_the_same_password_is_right(kept: str) -> None:
    assert passwords.is_right(kept, PASSWORD)
    assert not passwords.is_right(kept, PASSWORD + " ")
    assert not passwords.is_right(kept, PASSWORD.upper())
    assert not passwords.is_right(kept, "")


def test_what_is_kept_is_argon2id_with_64_mib_and_three_rounds(kept: str) -> None:
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert PASSWORD not in kept


def test_one_password_is_kept_differently_each_time(kept: str) -> None:
    assert passwords.hashed(PASSWORD) != kept


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_way_a_keyboard_composes_letters_does_not_matter(form: str) -> None:
    kept = passwords.hashed(unicodedata.normalize("NFC", "Élan vital à Jieyang"))
    typed = unicodedata.normalize(form, "Élan vital à Jieyang")  # type: ignore[arg-type]  # both are forms
    assert passwords.is_right(kept, typed)


def test_nobodys_password_is_never_right_and_still_computed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counting = Counting()
    monkeypatch.setattr(passwords, "_hasher", counting)
    passwords._nobodys_of.cache_clear()
    try:
        assert not passwords.is_right("", "a password that nobody has")
    finally:
        passwords._nobodys_of.cache_clear()
    assert counting.verified == 1


def test_nobodys_hash_has_the_parameters_of_everybodys(kept: str) -> None:
    assert (
        passwords._nobodys().rpartition("$")[0].rpartition("$")[0]
        == (kept.rpartition("$")[0].rpartition("$")[0])
    )


@pytest.mark.parametrize("broken", ["x", "$argon2id$", "argon2id of admin", "\x00"])
def test_an_unreadable_hash_lets_nobody_in(broken: str) -> None:
    assert not passwords.is_right(broken, PASSWORD)


def test_a_hash_of_older_parameters_is_outdated_and_todays_is_not(kept: str) -> None:
    older = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1).hash(PASSWORD)
    assert passwords.is_outdated(older)
    assert not passwords.is_outdated(kept)


def test_ten_to_two_hundred_characters_are_a_password() -> None:
    passwords.demand_good("a" * 10, "li.si")
    passwords.demand_good("衡" * 10, "li.si")
    passwords.demand_good("a" * 200, "li.si")
    assert refusal("a" * 9) == "password_too_short"
    assert refusal("a" * 201) == "password_too_long"


def test_spaces_around_do_not_make_a_password_long_enough() -> None:
    assert refusal("    short     ") == "password_too_short"


@pytest.mark.parametrize("password", ["zhang.san.feng", "Zhang.San.Feng", " ZHANG.SAN.FENG "])
def test_the_login_is_no_password(password: str) -> None:
    assert refusal(password, "zhang.san.feng") == "password_is_login"


def test_a_third_at_once_is_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "WAIT_SECONDS", 0.01)
    with passwords._a_place(), passwords._a_place(), pytest.raises(OfficeRefused) as refused:
        passwords.hashed(PASSWORD)
    assert refused.value.code == "office_busy"


def test_a_queue_that_is_full_refuses_without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_inside", threading.BoundedSemaphore(1))
    monkeypatch.setattr(passwords, "WAIT_SECONDS", 600.0)
    with passwords._a_place(), pytest.raises(OfficeRefused) as refused:
        passwords.hashed(PASSWORD)
    assert refused.value.code == "office_busy"


def test_a_refusal_gives_its_place_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "WAIT_SECONDS", 0.01)
    with passwords._a_place(), passwords._a_place():
        for _ in range(passwords.AT_ONCE + passwords.MOST_WAITING + 1):
            with pytest.raises(OfficeRefused):
                passwords.hashed(PASSWORD)
    assert passwords.hashed(PASSWORD)
