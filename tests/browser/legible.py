"""What of a page cannot be read as it stands: words printed over other words, and columns so narrow
that a word stands in them letter under letter.
"""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.settled import settled

# Words that stay in view while what lies under them is scrolled (the heads of a grid), and words
# for those who do not see the page, are no fault. Two pixels are what a descender may reach into
# the line below.
FIND = """
() => {
  const said = [], boxes = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode()); ) {
    const words = node.textContent.trim(), around = node.parentElement;
    if (!words || around.closest('.ins-sr, .ins-gridwrap, svg, script, option')) continue;
    if (!around.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const lines = [...range.getClientRects()].filter(one => one.width > 1 && one.height > 1);
    const tops = new Set(lines.map(one => Math.round(one.top)));
    if (tops.size > 3 && words.length / tops.size < 3)
      said.push(`letter under letter: ${words.slice(0, 60)}`);
    for (const line of lines) boxes.push([words, node, line]);
  }
  for (let i = 0; i < boxes.length; i++)
    for (let j = i + 1; j < boxes.length; j++) {
      const [words, node, one] = boxes[i], [others, other, two] = boxes[j];
      if (node === other) continue;
      const wide = Math.min(one.right, two.right) - Math.max(one.left, two.left);
      const high = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
      if (wide > 2 && high > one.height / 2)
        said.push(`over each other: ${words.slice(0, 60)} | ${others.slice(0, 60)}`);
    }
  return [...new Set(said)];
}
"""


def illegible(page: Page) -> list[str]:
    """A line for each fault of the page at its present width, empty where all can be read."""
    found: list[str] = settled(page, lambda: page.evaluate(FIND))
    return found
