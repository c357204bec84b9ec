"""`order drafts` and `order issue`: the twin of 催办督办 on the command line."""

from __future__ import annotations

from tests.cli.conftest import Terminal


def test_drafts_are_listed_issued_together_and_then_gone(terminal: Terminal) -> None:
    document = terminal.json("order", "drafts", "--as-of", "2021-05-20")
    by_key = {one["key"]: one for one in document["drafts"]}
    draft = by_key["督办单|duty:D24-1"]
    assert (draft["unit"], draft["item"], draft["answer"], draft["earlier"]) == ("czj", 24, "5wd", None)
    assert "已逾期20天" in draft["reason"] and document["as_of"] == "2021-05-20"
    letter = next(one for one in by_key.values() if one["grade"] == "商请函")
    assert letter["answer"] is None and letter["demand"] is None
    keys = ("--draft", draft["key"], "--draft", letter["key"])
    done = terminal.json("order", "issue", *keys, "--as-of", "2021-05-20")
    assert len(done["numbers"]) == 2 and "山督〔2021〕1号" in done["sentence"] and "山商〔2021〕1号" in done["sentence"]
    left = {one["key"] for one in terminal.json("order", "drafts", "--as-of", "2021-05-20")["drafts"]}
    assert left == set(by_key) - {draft["key"], letter["key"]}


def test_a_draft_that_is_none_is_refused_by_name(terminal: Terminal) -> None:
    told = terminal.refused(
        "order", "issue", "--draft", "督办单|duty:D99-1", "--draft", "预警单|x", "--as-of", "2021-05-20"
    )
    assert len(told) == 2 and "督办单|duty:D99-1" in told[0]


def test_the_list_is_readable(terminal: Terminal) -> None:
    shown = terminal.run("order", "drafts", "--as-of", "2021-05-20").output
    assert all(word in shown for word in ("截至 2021-05-20", "区财政局", "督办单", "商请函"))
    assert "没有待发的督办" in terminal.run("order", "drafts", "--as-of", "2021-04-24").output
