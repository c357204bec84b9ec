"""审计: the trail, newest first, filtered and turned over a page at a time; its check, its anchor, its export."""

import streamlit as st

from lib.domain.wording import number
from lib.shell import faults, kept, links, trail_desk
from lib.shell.session import require_viewer
from lib.ui import doors, markup, tables, trail_parts

viewer = require_viewer()

markup.style(markup.BOARD_SHEET)
st.title("审计", anchor=False)
st.caption("登录、写入、导出、授权变更和每一次被拒绝都在这里，只增不改，长期保存。点一行看详情。")
asked = trail_desk.asked(viewer)
page, filters = trail_desk.page(viewer, asked), trail_desk.filters()

with st.expander("核对与导出"):
    anchor = st.text_input("以前抄下的锚点（可不填）", placeholder="行数:散列")
    with st.container(horizontal=True):
        if st.button("核对", type="primary"):
            with faults.told():
                kept.keep("trail-check", anchor, trail_desk.checked(viewer, anchor))
        if st.button("导出所选（CSV）"):
            with faults.told(), st.spinner("正在生成……"):
                kept.keep("trail-file", asked, trail_desk.taken_out(viewer, asked))
        if (file := kept.kept("trail-file", asked)) is not None:
            st.download_button("下载文件", file, "审计留痕.csv", on_click="ignore")
    if (found := kept.kept("trail-check", anchor)) is not None:
        trail_desk.show_check(found)

opened = trail_desk.opened(viewer)
if opened is not None:
    trail_parts.opened(opened)
if not page.rows:
    st.info("没有符合条件的留痕。")
    st.stop()

most = "以上" if page.total >= trail_desk.COUNTED else ""
st.caption(f"共 {number(page.total)} 行{most}")
names = trail_desk.names(viewer)
lines = [trail_desk.line(row, names) for row in page.rows]
here = opened.seq if opened is not None else None
rows = trail_parts.rows(lines, trail_desk.ADDRESS, filters, here)
taps = [tables.table(trail_parts.COLUMNS, rows, caption="审计留痕", key="trail", kind="long trail")]
if page.has_newer or page.has_older:
    ways = trail_parts.pager(
        trail_desk.ADDRESS, filters, lines[0].seq, lines[-1].seq, newer=page.has_newer, older=page.has_older
    )
    taps.append(doors.draw(ways, "pager"))
links.follow(*taps)
