"""Passwords: what is accepted, how it is stored, and that every check costs the same."""

from __future__ import annotations

import secrets
import string
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache

import bcrypt

from lib.errors import Refused

COST = 11  # about 0.1 s a check; quality.md asks for 11 or more, and 40 sign-ins within 4 s
LEAST_LENGTH = 8
MOST_BYTES = 72  # bcrypt looks no further; refused instead of cut
REMEMBERED = 5
LIFETIME = timedelta(days=90)

# The cores of the passwords tried first everywhere; compared after undoing the usual replacements.
_COMMON_WORDS = """
    password passwort admin administrator root welcome letmein qwerty qwertyuiop qwer asdf asdfgh asdfghjkl
    zxcvbn zxcvbnm qazwsx qazwsxedc iloveyou monkey dragon sunshine princess football baseball master login
    abc abcd abcde abcdef abcdefg passw pass test guest user system oracle changeme default secret server
    woaini aini nihao zhongguo beijing jiaozuo shanyang shanyangqu fuyuan liandong duban mima huawei
    zhengfu fayuan zaq xsw zaqxsw aa aaa qq wang zhang li
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_UNDISGUISE = str.maketrans("@$!013457", "asioleast")


def problems(password: str, username: str = "") -> list[str]:
    """What is wrong with a new password, in Chinese; empty when it is accepted."""
    found = []
    if len(password) < LEAST_LENGTH:
        found.append(f"密码至少 {LEAST_LENGTH} 位")
    if len(password.encode()) > MOST_BYTES:
        found.append(f"密码过长：最多 {MOST_BYTES} 字节，一个汉字占 3 字节（约 24 个汉字）")
    if password != password.strip() or not password.isprintable():
        found.append("密码首尾不能有空格，不能含控制字符")
    if _classes(password) < 4:
        found.append("密码须同时含有大写字母、小写字母、数字和符号（汉字算作符号）")
    if _is_common(password) or (username and username.lower() in password.lower()):
        found.append("密码过于常见，或含有用户名，请换一个")
    return found


def _classes(password: str) -> int:
    """How many of the four classes (upper, lower, digit, other) occur."""
    ascii_letters = [c for c in password if c.isascii() and c.isalnum()]
    return (
        any(c.isupper() for c in ascii_letters)
        + any(c.islower() for c in ascii_letters)
        + any(c.isdigit() for c in ascii_letters)
        + (len(ascii_letters) < len(password))
    )


def _is_common(password: str) -> bool:
    """Whether only a common word with digits and signs around it remains, or a run of neighbours."""
    lowered = password.lower()
    core = lowered.strip(string.digits + string.punctuation)
    plain = lowered.rstrip(string.digits + string.punctuation).translate(_UNDISGUISE)
    return core in _COMMON or plain in _COMMON or len(set(password)) <= 3


def refuse_weak(password: str, username: str = "") -> None:
    """Raise Refused with every reason when a new password is not accepted."""
    found = problems(password, username)
    if found:
        raise Refused("；".join(found))


def digest(password: str) -> str:
    """The bcrypt hash to store."""
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(COST)).decode()


@cache
def _dummy() -> str:
    """A hash of nothing known, so that an unknown account takes as long as a known one."""
    return digest(secrets.token_urlsafe(16))


def matches(password: str, stored: str | None) -> bool:
    """Whether the password is the stored one; the same time is spent when there is none stored."""
    given = password.encode()
    fits = len(given) <= MOST_BYTES
    correct = bcrypt.checkpw(given if fits else b"-", (stored or _dummy()).encode())
    return correct and fits and stored is not None


def prepare() -> None:
    """Make the dummy hash now, so that the first refusal is not slower than the others."""
    _dummy()


def is_reused(password: str, former: Iterable[str]) -> bool:
    """Whether the password is one of the former hashes."""
    return any(matches(password, stored) for stored in former)


def is_expired(changed_at: datetime, now: datetime) -> bool:
    """Whether a password changed then has to be changed now (90 days have passed)."""
    return now - changed_at >= LIFETIME


def invent() -> str:
    """A strong password to hand over once: 12 signs of all four classes, none easily confused."""
    alphabet = "".join(c for c in string.ascii_letters + string.digits if c not in "0OoIl1")
    while True:
        drawn = "".join(secrets.choice(alphabet) for _ in range(11))
        place = secrets.randbelow(10) + 1
        password = drawn[:place] + secrets.choice("!@#%*+-=?") + drawn[place:]
        if not problems(password):
            return password
