"""Footnotes of an author's own in Markdown: ``[^name]`` in the text, ``[^name]: words`` by itself.

A name has no meaning but to lead from one to the other; what is printed for it is a letter.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from ..manuscript import BlockKind

TOKEN = "footnote"
# Where a footnote may be called from; elsewhere its mark stands as it is written.
CALLS: frozenset[BlockKind] = frozenset({"paragraph", "item", "quote"})
_NAME = r"\[\^([A-Za-z0-9][A-Za-z0-9_-]{0,39})\]"
WRITTEN = re.compile(_NAME)
# With a key or an address behind it, it is a bound passage or a link, as it always was.
_CALL = re.compile(rf"{_NAME}(?![({{\[])")
_DEFINED = re.compile(rf"{_NAME}:[ \t]*")


def footnotes(parser: MarkdownIt) -> None:
    """Let a parser read footnotes."""
    parser.block.ruler.before("reference", TOKEN, _definition, {"alt": ["paragraph", "reference"]})
    parser.inline.ruler.before("link", TOKEN, _call)


def _call(state: StateInline, silent: bool) -> bool:
    found = _CALL.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push(TOKEN, "", 0)
        token.content, token.markup = found[1], found[0]
    state.pos = found.end()
    return True


def _definition(
    state: StateBlock,
    start: int,
    end: int,
    silent: bool,
) -> bool:
    """Read a footnote's words: to the next blank line, or what ends a paragraph."""
    # In a list or a quotation it would be part of that.
    if state.level or state.is_code_block(start):
        return False
    first = state.bMarks[start] + state.tShift[start]
    found = _DEFINED.match(state.src, first, state.eMarks[start])
    if found is None or silent:
        return found is not None
    after = _after(state, start, end)
    words = state.getLines(start, after, state.blkIndent, False).lstrip(" \t")
    lines = [start, after]
    token = state.push("footnote_open", "", 1)
    token.map, token.info = lines, found[1]
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = words[len(found[0]) :].strip(), lines, []
    state.push("footnote_close", "", -1)
    state.line = after
    return True


def _after(state: StateBlock, start: int, end: int) -> int:
    """The line after the words that begin on a line."""
    rules, was = state.md.block.ruler.getRules("paragraph"), state.parentType
    state.parentType = "paragraph"
    line = start + 1
    while line < end and not state.isEmpty(line):
        further = state.sCount[line] - state.blkIndent > 3 or state.sCount[line] < 0
        if not further and any(rule(state, line, end, True) for rule in rules):
            break
        line += 1
    state.parentType = was
    return line
