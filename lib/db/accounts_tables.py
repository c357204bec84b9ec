"""Tables of people: accounts, former passwords, sessions, one-time codes, and the audit trail."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from lib.db.append_only import APPEND_ONLY
from lib.db.tables import column, key_column, metadata
from lib.db.types import Instant, Number

account = Table(
    "account",
    metadata,
    key_column("username", Text, "用户名", "Lower-case ASCII name."),
    column("display_name", Text, "姓名", "Name shown on the pages."),
    column("role", Text, "角色", "Role; null until a security administrator grants one.", null=True),
    column("unit_code", Text, "单位", "Code of the unit.", null=True),
    column("unit_kind", Text, "单位类别", "Kind of the unit, as in the plan when it was set.", null=True),
    column("password_hash", Text, "密码散列", "bcrypt; null of an account that cannot sign in.", null=True),
    column("must_change", Boolean, "须改密码", "Whether the password is to be changed at the next sign-in."),
    column("changed_at", Instant, "改密时间", "When the password was last set."),
    column("disabled_at", Instant, "停用时间", "When it was disabled; null while it is in use.", null=True),
    column("failures", Integer, "连续失败", "Failed sign-ins since the last success or lock."),
    column("locked_until", Instant, "锁定至", "Until when it is locked; null if it is not.", null=True),
    column("demo", Boolean, "演示账号", "Whether it was made for trying the board out: only in demo databases."),
    column("demo_password", Text, "演示密码", "Password shown at the sign-in of a demo database.", null=True),
    column("created_at", Instant, "建立时间", "When it was made."),
    column("created_by", Text, "建立人", "Account that made it."),
    CheckConstraint("failures >= 0", name="failures_counted"),
    CheckConstraint("demo OR demo_password IS NULL", name="no_password_kept"),
    comment="A person who may sign in, or the command line's own account.",
)

former_password = Table(
    "former_password",
    metadata,
    Column("id", Number, primary_key=True, info={"label": "编号"}, comment="Running number."),
    column("username", Text, "用户名", "Account.", ForeignKey("account.username")),
    column("password_hash", Text, "密码散列", "bcrypt of a password once used."),
    column("set_at", Instant, "设定时间", "When it was set."),
    Index(None, "username"),
    comment="The last five passwords of each account, which may not come back.",
)

sign_in_session = Table(
    "sign_in_session",
    metadata,
    key_column("session_id", Text, "会话", "SHA-256 of the cookie: who reads this table cannot sign in with it."),
    column("username", Text, "用户名", "Account.", ForeignKey("account.username")),
    column("created_at", Instant, "登录时间", "When it was opened."),
    column("acted_at", Instant, "最近操作", "Last action of the user, noted once a minute."),
    column("ended_at", Instant, "结束时间", "When it was ended; null while it lives.", null=True),
    column("ended_because", Text, "结束原因", "Why it was ended.", null=True),
    Index(None, "username"),
    comment="A signed-in browser.",
)

claim_code = Table(
    "claim_code",
    metadata,
    key_column("code_hash", Text, "一次性码", "SHA-256 of the code."),
    column("username", Text, "用户名", "Account.", ForeignKey("account.username")),
    column("expires_at", Instant, "有效至", "Thirty seconds after it was given out."),
    column("used_at", Instant, "使用时间", "When it was redeemed; null until then.", null=True),
    comment="A one-time code by which a browser turns a passed sign-in into its cookie.",
)

audit_row = Table(
    "audit_row",
    metadata,
    key_column("seq", Number, "序号", "Running number from 1, without gaps."),
    column("at", Text, "时间", "Instant in UTC, ISO text: part of what is hashed, so kept letter for letter."),
    column("account", Text, "账号", "Account that acted, or the name under which a sign-in was tried."),
    column("os_user", Text, "系统用户", "User of the operating system, of an act from the command line.", null=True),
    column("act", Text, "行为", "What was done, one word."),
    column("subject", Text, "对象", "On what."),
    column("detail", Text, "详情", "The rest, in words or as JSON text.", null=True),
    column("previous_hash", Text, "上行散列", "Hash of the row before; 64 zeros in the first."),
    column("row_hash", Text, "本行散列", "SHA-256 over all other columns."),
    Index(None, "account"),
    Index(None, "at"),
    comment="The audit trail: append-only, each row's hash covers the hash of the row before.",
)

APPEND_ONLY[audit_row.name] = "留痕只增不改"
