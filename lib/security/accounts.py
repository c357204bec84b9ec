"""Accounts: made, granted a role, given a new password, disabled, unlocked and listed; each act in the trail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from lib.db.accounts_tables import account, former_password
from lib.db.queries import accounts as queries
from lib.db.queries.accounts import AccountRow
from lib.domain.plan import COURT_KINDS, Unit
from lib.domain.rights import (
    ADMINISTRATORS,
    COURT_CLERK,
    OPERATOR,
    ROLE_NAMES,
    UNIT_ROLES,
    Viewer,
    may_act,
)
from lib.errors import NotAllowed, Problem, Refused
from lib.security import audit, passwords, sessions
from lib.security.signing_in import is_locked

_USERNAME = re.compile(r"[a-z][a-z0-9_.-]{1,31}")


@dataclass(frozen=True, slots=True)
class Draft:
    """An account asked for; without a role it waits for the security administrator."""

    username: str
    display_name: str
    role: str | None = None
    unit_code: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """An account as the administrators see it."""

    username: str
    display_name: str
    role: str | None
    unit_code: str | None
    state: str
    changed_at: datetime
    acted_at: datetime | None
    demo: bool


def add(conn: Connection, actor: Viewer, draft: Draft, units: Mapping[str, Unit], at: datetime) -> str:
    """Make one account; its first password, shown once and to be changed at first use."""
    [(_, password)] = import_list(conn, actor, [draft], units, at)
    return password


def import_list(
    conn: Connection, actor: Viewer, drafts: Iterable[Draft], units: Mapping[str, Unit], at: datetime
) -> list[tuple[str, str]]:
    """Make all of these accounts or none: (username, first password) of each. Every problem is listed."""
    _demand(conn, actor, "manage_accounts")
    drafts = list(drafts)
    if any(draft.role for draft in drafts):
        _demand(conn, actor, "manage_rights")
    taken = {row.username: row.display_name for row in queries.all_accounts(conn)}
    admins = {row.display_name for row in queries.all_accounts(conn) if row.role in ADMINISTRATORS}
    problems: list[Problem] = []
    for draft in drafts:
        problems += (Problem(draft.username, told) for told in _faults(draft, taken, admins, units))
        taken[draft.username] = draft.display_name
        if draft.role in ADMINISTRATORS:
            admins.add(draft.display_name)
    if problems:
        raise Refused(problems)
    return [(draft.username, _make(conn, actor.username, draft, units, at)) for draft in drafts]


def _faults(draft: Draft, taken: Mapping[str, str], admins: set[str], units: Mapping[str, Unit]) -> Iterable[str]:
    if not _USERNAME.fullmatch(draft.username):
        yield "用户名须以小写字母开头，2 至 32 位，只含小写字母、数字和 _ . -"
    if draft.username in taken:
        yield "用户名已存在"
    if not draft.display_name.strip() or len(draft.display_name) > 40:
        yield "姓名须为 1 至 40 字"
    yield from _role_faults(draft.role, draft.unit_code, units)
    if draft.role in ADMINISTRATORS and draft.display_name in admins:
        yield "三类管理员须由三人分别担任，此人已是管理员"


def _role_faults(role: str | None, unit_code: str | None, units: Mapping[str, Unit]) -> Iterable[str]:
    """What is wrong with a role and unit together."""
    if role is not None and role not in ROLE_NAMES:
        yield f"没有“{role}”这个角色，可用：{'、'.join(ROLE_NAMES)}"
        return
    if unit_code is not None and unit_code not in units:
        yield f"没有代码为“{unit_code}”的单位"
    elif role in UNIT_ROLES:
        if unit_code is None:
            yield f"角色“{ROLE_NAMES[role]}”必须指明单位"
        elif (units[unit_code].kind in COURT_KINDS) != (role == COURT_CLERK):
            yield "法院、检察院的账号用角色“法检经办人”，其他单位不得用"
    elif role in ADMINISTRATORS and unit_code is not None:
        yield "管理员不属于任何业务单位"


def _make(conn: Connection, by: str, draft: Draft, units: Mapping[str, Unit], at: datetime) -> str:
    password = passwords.invent()
    insert_account(conn, by, draft, _kind(draft.unit_code, units), at)
    _set_password(conn, draft.username, password, at, must_change=True)
    named = ROLE_NAMES[draft.role] if draft.role else "未授权"
    audit.record(conn, by, "account_added", draft.username, f"{draft.display_name}，{named}，{draft.unit_code or '-'}")
    return password


def _kind(unit_code: str | None, units: Mapping[str, Unit]) -> str | None:
    return None if unit_code is None else units[unit_code].kind


def insert_account(
    conn: Connection, by: str, draft: Draft, unit_kind: str | None, at: datetime, *, demo: bool = False
) -> None:
    """The bare row, without a password: nobody can sign in with it yet."""
    values = {"username": draft.username, "display_name": draft.display_name.strip(), "role": draft.role}
    conn.execute(
        insert(account).values(
            **values, unit_code=draft.unit_code, unit_kind=unit_kind, must_change=False, changed_at=at,
            failures=0, demo=demo, created_at=at, created_by=by,
        )
    )  # fmt: skip


def grant(
    conn: Connection, actor: Viewer, username: str, role: str | None, unit_code: str | None,
    units: Mapping[str, Unit], at: datetime,
) -> None:  # fmt: skip
    """Give an account a role and a unit, or take them (None); its sessions end."""
    row = _other(conn, actor, "manage_rights", username)
    faults = list(_role_faults(role, unit_code, units))
    others = [one for one in queries.all_accounts(conn) if one.username != username and one.role in ADMINISTRATORS]
    if role in ADMINISTRATORS and row.display_name in {one.display_name for one in others}:
        faults.append("三类管理员须由三人分别担任，此人已是管理员")
    if faults:
        raise Refused(Problem(username, told) for told in faults)
    values = {"role": role, "unit_code": unit_code, "unit_kind": _kind(unit_code, units)}
    conn.execute(update(account).where(account.c.username == username).values(**values))
    sessions.end_all(conn, username, "角色或单位变更", at)
    audit.record(conn, actor.username, "rights_changed", username, f"{row.role}/{row.unit_code} → {role}/{unit_code}")


def give_new_password(conn: Connection, actor: Viewer, username: str, at: datetime) -> str:
    """A new password to hand over, to be changed at first use; sessions end, a lock is lifted."""
    _other(conn, actor, "manage_accounts", username)
    password = passwords.invent()
    _set_password(conn, username, password, at, must_change=True)
    conn.execute(update(account).where(account.c.username == username).values(failures=0, locked_until=None))
    sessions.end_all(conn, username, "密码重置", at)
    audit.record(conn, actor.username, "password_reset", username)
    return password


def change_own_password(
    conn: Connection, viewer: Viewer, new: str, at: datetime, *, session_id: str | None = None
) -> None:
    """Set the viewer's own password, its old one having been checked; every other session ends."""
    passwords.refuse_weak(new, viewer.username)
    if passwords.is_reused(new, queries.former_hashes(conn, viewer.username, passwords.REMEMBERED)):
        raise Refused(f"新密码不能与最近 {passwords.REMEMBERED} 次用过的相同")
    _set_password(conn, viewer.username, new, at, must_change=False)
    sessions.end_all(conn, viewer.username, "密码已修改", at, but=session_id)
    audit.record(conn, viewer.username, "password_changed", viewer.username)


def _set_password(conn: Connection, username: str, password: str, at: datetime, *, must_change: bool) -> None:
    stored = passwords.digest(password)
    conn.execute(insert(former_password).values(username=username, password_hash=stored, set_at=at))
    kept = select(former_password.c.id).where(former_password.c.username == username)
    ids = list(conn.scalars(kept.order_by(former_password.c.id.desc()).offset(passwords.REMEMBERED)))
    conn.execute(delete(former_password).where(former_password.c.id.in_(ids)))
    conn.execute(
        update(account)
        .where(account.c.username == username)
        .values(password_hash=stored, must_change=must_change, changed_at=at, demo_password=None)
    )


def disable(conn: Connection, actor: Viewer, username: str, at: datetime) -> None:
    """Take an account out of use; its sessions end at once."""
    _other(conn, actor, "manage_accounts", username)
    conn.execute(update(account).where(account.c.username == username).values(disabled_at=at))
    sessions.end_all(conn, username, "账号停用", at)
    audit.record(conn, actor.username, "account_disabled", username)


def enable(conn: Connection, actor: Viewer, username: str, at: datetime) -> None:
    """Put a disabled account back into use."""
    _other(conn, actor, "manage_accounts", username)
    conn.execute(update(account).where(account.c.username == username).values(disabled_at=None))
    audit.record(conn, actor.username, "account_enabled", username)


def unlock(conn: Connection, actor: Viewer, username: str, at: datetime) -> None:
    """Lift a lock-out before its half hour is over."""
    row = _other(conn, actor, "manage_rights", username)
    was = "已锁定" if is_locked(row, at) else "未锁定"
    conn.execute(update(account).where(account.c.username == username).values(failures=0, locked_until=None))
    audit.record(conn, actor.username, "unlocked", username, was)


def list_people(conn: Connection, actor: Viewer, at: datetime) -> list[Person]:
    """Every account by name, with its state in a word and its last action."""
    if not (may_act(actor, "manage_accounts") or may_act(actor, "manage_rights")):
        raise NotAllowed("只有系统管理员和安全管理员可以查看账号")
    acted = queries.open_sessions(conn)
    return [
        Person(row.username, row.display_name, row.role, row.unit_code, _state(row, at), row.changed_at,
               acted.get(row.username), row.demo)
        for row in queries.all_accounts(conn)
    ]  # fmt: skip


def _state(row: AccountRow, at: datetime) -> str:
    if row.disabled_at is not None:
        return "停用"
    if is_locked(row, at):
        return "锁定"
    if row.role is None:
        return "未授权"
    if row.role == OPERATOR:
        return "命令行"
    return "须改密码" if row.must_change or passwords.is_expired(row.changed_at, at) else "正常"


def _demand(conn: Connection, actor: Viewer, act: str) -> None:
    if not may_act(actor, act):
        raise NotAllowed(f"“{actor.role_name}”无权办理此项账号事务")


def _other(conn: Connection, actor: Viewer, act: str, username: str) -> AccountRow:
    """The account acted on: it exists, and is not the actor's own."""
    _demand(conn, actor, act)
    row = queries.account_named(conn, username)
    if row is None:
        raise Refused(f"没有用户名为“{username}”的账号")
    if username == actor.username:
        raise NotAllowed("不能对自己的账号办理此事，请由另一位管理员办理")
    return row
