"""What is wrong with how a page lies on the screen: cut, covered, outside, squeezed, too low for a finger.

Each is looked for among the elements in sight, at the size the window has. What scrolls inside itself is not cut, and
a row of a table is tapped as a whole.
"""

from __future__ import annotations

from playwright.sync_api import Page

# Words that do not fit where they stand. A head of 责任单位 names itself whole on a tap.
_CUT = """() => [...document.querySelectorAll('[data-testid=stMain] :is('
    + '.board-door, .board-line, .board-card, .board-table td, .board-table th, .board-way li, .board-heading)')]
  .flatMap((one) => [one, ...one.querySelectorAll('*')])
  .filter((one) => one.offsetParent && !one.closest('.of-item, .board-unseen, .trend, .band, caption'))
  .filter((one) => ['hidden', 'clip'].includes(getComputedStyle(one).overflowX))
  .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
  .map((one) => one.outerHTML.slice(0, 120))"""
# Doors, cards and fields one upon the other; what scrolls is covered by its frame, not by another. In the head, the
# name of the board, each section of the menu and the menu of the viewer.
_OVERLAPPING = """() => {
  const apart = ['[data-testid=stMain] :is(.board-door, .board-card, [data-testid=stAlert], [data-testid=stExpander],'
    + ' [data-testid=stSelectbox], [data-testid=stDateInput], [data-testid=stTextInput], [data-testid=stTextArea])',
    ':is([data-testid=stTopNavLink], [data-testid=stTopNavSection], [data-testid=stHeaderLogo], .st-key-viewer-menu'
    + ' [data-testid=stPopoverButton], .board-demo)'];
  const over = (part) => {
    const found = [], shown = [...document.querySelectorAll(part)]
      .filter((one) => one.offsetParent !== null || getComputedStyle(one).position === 'fixed')
      .filter((one) => !one.closest('.board-scroll, .waits, details, .st-key-first-hint'))
      .map((one) => [one, one.getBoundingClientRect()]).filter(([, box]) => box.width && box.height);
    shown.forEach(([one, a], index) => shown.slice(index + 1).forEach(([other, b]) => {
      if (one.contains(other) || other.contains(one)) return;
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 1 && high > 1) found.push(one.outerHTML.slice(0, 80) + ' / ' + other.outerHTML.slice(0, 80));
    }));
    return found;
  };
  return apart.flatMap(over);
}"""
# Words that stand beyond the left or the right edge.
_OUTSIDE = """() => [...document.querySelectorAll('[data-testid=stMain] :is('
    + '.board-card, .board-tiles, .board-way, .board-score) *')]
  .filter((one) => one.offsetParent && !one.closest('.board-scroll, .board-unseen, svg'))
  .filter((one) => one.getBoundingClientRect().right > innerWidth || one.getBoundingClientRect().left < 0)
  .map((one) => one.outerHTML.slice(0, 120))"""
# Lower than 44 px, to a finger (`touch=True`). A phrase of a sentence is as high as its line; a field is its frame.
_LOW = """() => [...document.querySelectorAll(':is([data-testid=stMain], .st-key-viewer-menu) :is('
    + 'button, summary, a[href], input:not([type=hidden]), textarea, [role=tab])')]
  .filter((one) => one.offsetParent && one.tabIndex >= 0 && !one.closest('tr.opens, .board-sentence'))
  .map((one) => one.closest('[data-testid=stSlider], [data-testid=stTextInputRootElement], [data-testid=stDateInputField]')
    || one.matches('input, textarea') && one.closest('label, [role=group]') || one)
  .filter((one) => one.getBoundingClientRect().height < 43.5)
  .map((one) => one.outerHTML.slice(0, 160))"""
# A name or a reason in a column so narrow that it stands a character or two wide and five lines high.
_SQUEEZED = """() => [...document.querySelectorAll('.board-table td')]
  .filter((one) => one.offsetParent && one.innerText.trim().length > 3 && !one.closest('.matrix'))
  .filter((one) => { const box = one.getBoundingClientRect(); return box.width < 70 && box.height > 120; })
  .map((one) => one.outerHTML.slice(0, 120))"""
_CHECKS = {"cut": _CUT, "overlapping": _OVERLAPPING, "outside": _OUTSIDE, "squeezed": _SQUEEZED}


def ailing(page: Page, *, touched: bool = False) -> list[str]:
    """What is cut, what overlaps, what stands outside, what is squeezed; `touched`: also what is too low for a finger."""
    checks = {**_CHECKS, "low": _LOW} if touched else _CHECKS
    return [f"{what}: {one}" for what, check in checks.items() for one in page.evaluate(check)]
