"""No browser test reads a page right after a press: the press returns before anything came of it,
since a form first asks whether one is still signed in, and goes then.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.shared import ROOT

DRIVEN = (
    *sorted((ROOT / "tests/browser").glob("*.py")),
    ROOT / "tests/interfaces/public/test_in_browser.py",
)
# Doing: by its name, and a key that sends a form or follows a link.
PRESSES, KEYS = {"click"}, {"Enter"}
# Reading at once what is there, or going elsewhere before it is.
AT_ONCE = {
    *("count", "all", "evaluate", "evaluate_all", "content", "title", "all_inner_texts"),
    *("all_text_contents", "inner_text", "inner_html", "text_content", "input_value"),
    *("get_attribute", "is_visible", "is_checked", "is_hidden", "is_enabled", "is_disabled"),
    *("goto", "reload", "go_back", "screenshot"),
    *("looked_at", "violations", "illegible", "narrow_faults", "outline_faults", "tab_to"),
    *("assert_accessible", "accessible", "read_at_both_widths", "check_page"),
}


def _called(call: ast.Call) -> str:
    of = call.func
    return of.attr if isinstance(of, ast.Attribute) else of.id if isinstance(of, ast.Name) else ""


def presses(statement: ast.stmt) -> bool:
    """Does the statement press something, and nothing else?"""
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return False
    call = statement.value
    key = call.args[0] if call.args else None
    return _called(call) in PRESSES or (
        _called(call) == "press" and isinstance(key, ast.Constant) and key.value in KEYS
    )


def reads_at_once(statement: ast.stmt) -> str:
    """What the statement, or the first that it holds, reads of the page without waiting for it."""
    if isinstance(statement, (ast.With, ast.For)):
        head = (
            [one.context_expr for one in statement.items]
            if isinstance(statement, ast.With)
            else [statement.iter]
        )
        return next((found for one in head if (found := _at_once(one))), "")
    if isinstance(statement, (ast.If, ast.While)):
        return _at_once(statement.test)
    return _at_once(statement)


def _at_once(node: ast.AST) -> str:
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and _called(one) in AT_ONCE:
            return _called(one)
        if isinstance(one, ast.Attribute) and one.attr == "url":
            return "url"
    return ""


def races(source: str) -> Iterator[str]:
    """Each place where a page is read right after a press: its line and what is read."""
    for node in ast.walk(ast.parse(source)):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if not isinstance(block, list):
                continue
            for pressed, then in pairwise(block):
                if presses(pressed) and (found := reads_at_once(then)):
                    yield f"{then.lineno}: {found}"


@pytest.mark.parametrize(
    "then",
    [
        "assert page.get_by_role('row').count() == 3",
        "assert page.url == before",
        "looked_at(page, 'after')",
        "page.goto('/elsewhere/')",
        "for box in page.get_by_label('Yes').all(): box.check()",
        "if page.get_by_text('More').count(): more()",
    ],
)
@pytest.mark.parametrize(
    "press", ["page.get_by_role('button').click()", "page.keyboard.press('Enter')"]
)
def test_reading_right_after_a_press_is_told_and_after_an_expectation_is_not(
    press: str, then: str
) -> None:
    assert list(races(f"def test():\n    {press}\n    {then}\n"))
    waited = "expect(page.get_by_text('Done')).to_be_visible()"
    assert not list(races(f"def test():\n    {press}\n    {waited}\n    {then}\n"))


@pytest.mark.parametrize("path", DRIVEN, ids=lambda path: path.name)
def test_nothing_is_read_right_after_a_press(path: Path) -> None:
    assert list(races(path.read_text("utf-8"))) == []
