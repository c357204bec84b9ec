"""Passwords: what is accepted and how it is checked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lib.security import passwords
from lib.security.passwords import COST as SHIPPED_COST

GOOD = "Shan-yue77"


def test_hashing_costs_at_least_eleven() -> None:
    assert SHIPPED_COST >= 11


def test_a_password_of_four_classes_is_accepted() -> None:
    assert passwords.problems(GOOD) == []
    assert passwords.problems("山阳Qu7pm.x") == []


@pytest.mark.parametrize(
    "weak", ["Sy-77ab", "shan-yue77", "SHAN-YUE77", "Shan-yuexx", "Shanyue778", " Shan-yue77", "Shan\tyue-77"]
)
def test_a_password_lacking_something_is_refused_with_a_reason(weak: str) -> None:
    assert passwords.problems(weak)


@pytest.mark.parametrize("common", ["Password1!", "P@ssw0rd1", "Admin@123", "Qwer!234", "Abcd.1234", "Aa@11111"])
def test_a_common_password_is_refused(common: str) -> None:
    assert any("常见" in told for told in passwords.problems(common))


def test_a_password_containing_the_username_is_refused() -> None:
    assert passwords.problems("Wangwu-77x", "wangwu")


def test_24_chinese_signs_fit_and_25_are_refused_in_chinese() -> None:
    assert passwords.MOST_BYTES == 24 * 3
    assert not any("过长" in told for told in passwords.problems("汉" * 24))
    assert any("过长" in told for told in passwords.problems("汉" * 25))


def test_a_password_beyond_72_bytes_never_matches_and_does_not_raise() -> None:
    stored = passwords.digest("Aa1-" + "x" * 68)
    assert not passwords.matches("Aa1-" + "x" * 69, stored)


def test_nothing_stored_matches_nothing() -> None:
    assert not passwords.matches(GOOD, None)


def test_a_password_is_due_on_the_ninetieth_day_and_not_before() -> None:
    changed = datetime(2021, 5, 1, tzinfo=UTC)
    assert not passwords.is_expired(changed, changed + timedelta(days=90) - timedelta(seconds=1))
    assert passwords.is_expired(changed, changed + timedelta(days=90))


def test_invented_passwords_are_accepted_and_differ() -> None:
    invented = {passwords.invent() for _ in range(50)}
    assert len(invented) == 50
    assert all(passwords.problems(one) == [] for one in invented)
