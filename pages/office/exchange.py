"""导入导出: files tried before they are stored, facts taken out as they came in, and templates to fill in."""

from functools import partial

import streamlit as st

from lib.commands.row_rights import importable_flows, importable_kinds
from lib.commands.statements import EVENTS
from lib.intake import exchange, export
from lib.intake.sheets import Upload
from lib.shell import desk, faults, kept, parts, progress
from lib.shell.session import require_viewer
from lib.ui import exchange_parts, markup

viewer = require_viewer()

markup.style(markup.BOARD_SHEET)
st.title("导入导出", anchor=False)
engine, plan, today = desk.engine(), desk.plan(), desk.today()
kinds = importable_kinds(plan, viewer)
coming_in, going_out, templates = parts.tabs("part", {"in": "导入", "out": "导出", "templates": "模板"})

with coming_in:
    st.caption(f"可导入：{'、'.join(kinds)}。先检查，核对后再入库；有一处不对，全部不入库。")
    chosen = st.file_uploader(exchange.UPLOAD_LABEL, type=["xlsx", "csv"], accept_multiple_files=True)
    uploads = [Upload(one.name, one.getvalue()) for one in chosen]
    mark = exchange.print_of(uploads)
    stored = kept.kept("exchange-stored", mark)
    if uploads and stored is not None:
        exchange_parts.outcome("已入库", stored)
    elif not uploads:
        st.caption("还没有选择文件。没有表格时，可在“模板”下载空白表格；选好文件后，这里显示将新增的内容和要改的问题。")
    else:
        with progress.bar("检查") as told:
            trying = partial(exchange.tried, engine, plan, viewer, uploads, today=today, progress=told)
            trial = kept.once("exchange-trial", (mark, viewer, today), trying)
        exchange_parts.outcome(trial.word, trial.sentence, good=not trial.problems)
        if trial.marked is not None:
            st.download_button("下载标注工作簿", trial.marked, "导入问题.xlsx", on_click="ignore")
        exchange_parts.problems(trial.problems)
        exchange_parts.notices(trial.notices)
        if trial.new and st.button(f"入库 {trial.new} 行", type="primary"):
            with faults.told(), progress.bar("入库") as told:
                done = exchange.stored(engine, plan, viewer, uploads, today=today, progress=told)
                kept.keep("exchange-stored", mark, exchange.sentence(done))
                st.rerun()
        if trial.foreseen is not None and trial.new:
            exchange_parts.counts(trial.kinds, trial.foreseen.effects)
            exchange_parts.new_rows(trial.foreseen.rows, trial.new, trial.foreseen.kept_back)

with going_out:
    st.caption("只含您可以查看的内容，表头与导入模板一致，可在别处直接导入。每次导出都记入审计。")
    kind = st.selectbox("内容", export.exportable_kinds(plan, viewer), width=420)
    flows = {one.code: one.name for one in export.exportable_flows(plan, viewer)} if kind == EVENTS else {}
    flow = st.selectbox("台账", list(flows), format_func=flows.__getitem__, width=420) if flows else None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = st.date_input(
            "起始日（可不填；台账按登记日）", value=None, max_value=today, format="YYYY-MM-DD", width=260
        )
        last = st.date_input("截止日（可不填）", value=None, max_value=today, format="YYYY-MM-DD", width=260)
        form = st.segmented_control("格式", export.FORMS, default=export.XLSX, required=True, format_func=str.upper)
    asked = export.Asked(kind, flow, first, last, form or export.XLSX)
    if st.button("生成文件", type="primary"):
        with faults.told(), st.spinner("正在生成……"):
            kept.keep("exchange-made", asked, export.export(engine, plan, viewer, asked, today=today))
    if (made := kept.kept("exchange-made", asked)) is not None:
        exchange_parts.outcome("已生成", f"{made.name}，{made.said}")
        st.download_button("下载文件", made.content, made.name, on_click="ignore")

with templates:
    st.caption("空白表格，带下拉选项和填写说明；只列您可以导入的内容。")
    wanted = st.selectbox("表格", kinds, width=420)
    names = {one.code: one.name for one in importable_flows(plan, viewer)} if wanted == EVENTS else {}
    sheet_of = st.selectbox("台账名称", list(names), format_func=names.__getitem__, width=420) if names else None
    st.download_button(
        "下载模板",
        partial(export.template_bytes, engine, plan, viewer, wanted, sheet_of),
        export.template_name(plan, wanted, sheet_of),
        on_click="ignore",
    )
