"""Errors nobody foresaw: the reader gets a number, the log gets the rest under it."""

from __future__ import annotations

import logging

import pytest

from lib.web import edge, incidents


def test_the_reader_is_told_the_number_under_which_the_log_has_the_trace(caplog: pytest.LogCaptureFixture) -> None:
    told: list[str] = []
    incidents.tell_with(told.append)
    with caplog.at_level(logging.ERROR):
        assert incidents.report(ZeroDivisionError("张三的案件")), "True: Streamlit shows nothing of its own"
    [number] = told
    assert f"incident {number}" in caplog.text
    assert "张三的案件" in caplog.text
    assert "张三" not in number


def test_only_the_last_teller_tells(caplog: pytest.LogCaptureFixture) -> None:
    first: list[str] = []
    second: list[str] = []
    incidents.tell_with(first.append)
    incidents.tell_with(second.append)
    incidents.report(KeyError("x"))
    assert (len(first), len(second)) == (0, 1)


def test_the_server_is_given_middleware_routes_and_the_handler_of_errors() -> None:
    options = edge.options()
    assert set(options) == {"middleware", "routes", "lifespan", "on_script_error"}
    assert options["on_script_error"] is incidents.report
    assert edge.options() is options, "app.py asks at every click"
