"""What is wrong with a page that is 320 pixels wide, as one of 1280 is at 400 %: it scrolls from
side to side, or a table does that nobody can scroll to from the keyboard; and its outline.
"""

from __future__ import annotations

from itertools import pairwise

from playwright.sync_api import Page

from tests.browser.settled import settled

NARROW = {"width": 320, "height": 640}
# Nothing is wider than the window but what scrolls by itself, is named, and can be stood on.
FAULTS = """() => {
  const found = [], root = document.documentElement;
  const said = one => one.outerHTML.replace(/\\s+/g, ' ').slice(0, 120);
  if (root.scrollWidth > root.clientWidth) {
    const beyond = [...document.body.querySelectorAll('*')].filter(
      one => one.getBoundingClientRect().right > root.clientWidth + 1
        && !one.closest('[role=region]'));
    found.push(`scrolls to ${root.scrollWidth}: ${beyond.slice(0, 3).map(said).join(' | ')}`);
  }
  for (const one of document.body.querySelectorAll('*')) {
    const style = getComputedStyle(one);
    if (!['auto', 'scroll'].includes(style.overflowX) || one.scrollWidth <= one.clientWidth + 1)
      continue;
    if (['TEXTAREA', 'SELECT', 'INPUT'].includes(one.tagName) || one === root) continue;
    const named = one.getAttribute('aria-label') || one.getAttribute('aria-labelledby');
    const told = one.getAttribute('role') === 'region' && named || one.tagName === 'PRE';
    const reached = one.tabIndex === 0 || one.querySelector('[tabindex="0"]') !== null;
    if (!reached || !told)
      found.push(`scrolls by itself without a name or the keyboard: ${said(one)}`);
  }
  for (const one of document.querySelectorAll('table'))
    if (one.scrollWidth > one.closest(':not(table)').clientWidth + 1
        && !one.closest('[role=region]'))
      found.push(`a table wider than its place: ${said(one)}`);
  return found;
}"""
OUTLINE = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
  .filter(one => one.checkVisibility() && !one.closest('#panel'))
  .map(one => [Number(one.tagName[1]), one.textContent.trim().slice(0, 40)])"""


def outline_faults(page: Page) -> list[str]:
    """What is wrong with the headings of a page: not one title, or a level that is skipped."""
    found: list[tuple[int, str]] = settled(page, lambda: page.evaluate(OUTLINE))
    levels = [level for level, _ in found]
    faults = [] if levels.count(1) == 1 else [f"{levels.count(1)} titles"]
    for (above, _), (level, words) in pairwise(found):
        if level > above + 1:
            faults.append(f"from h{above} to h{level} “{words}”")
    return faults


def narrow_faults(page: Page) -> list[str]:
    """What is wrong with the open page at 320 pixels; it is as wide as before afterwards."""
    wide = page.viewport_size
    assert wide is not None
    page.set_viewport_size(NARROW)
    try:
        found: list[str] = settled(page, lambda: page.evaluate(FAULTS))
    finally:
        page.set_viewport_size(wide)
    return found
