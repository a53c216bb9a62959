"""The forms of secrets that a release gives away, listed before the search for them was written.

Each is planted by ``derivable`` into a release that is otherwise clean. ``k`` is 3: fewer than
three bodies may still be the hidden one.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which a release gives a secret away: its family, its name, and what is in it."""

    family: str
    name: str
    told: str


FORMS = (
    # One body alone has a value that is published.
    Form("unique row", "grade", "A name is removed; one body alone has the best grade."),
    Form("unique row", "worst", "A name is removed; one body alone has the worst grade."),
    Form("unique row", "grid", "The grades of one area stand in a grid of the report."),
    Form("unique row", "tiles", "The grades of one criterion stand on a map of tiles."),
    Form("unique row", "own table", "An author's own table has one body that differs."),
    Form("unique row", "pair", "Two bodies alone share a grade, and two were found otherwise."),
    Form("unique row", "body pages", "The grade stands on the pages of bodies alone."),
    # All others are published.
    Form("complement", "rest graded", "All but one have one of the lower grades."),
    Form("complement", "all but two", "44 of 46 did; two have a grade of their own."),
    Form("complement", "bands together", "The two lower grades together are all but one."),
    Form("complement", "named rest", "A sentence names all bodies of a group but the hidden one."),
    # One count less another.
    Form("difference", "all less a kind", "Of all, and of all but a kind of two bodies."),
    Form("difference", "none of the kind", "Two of all; none of the many of the other kind."),
    Form("difference", "all less a group", "Of all, and of a group that lacks two bodies."),
    Form("difference", "three counts", "Of all, less two kinds, leaves a kind of two."),
    Form("difference", "denial", "So many of all did; so many of a kind did not."),
    Form("difference", "all of the kind", "44 of 46 did, and all of the 44 of one kind did."),
    # What was not inspected, or has no cell.
    Form("gap", "one cell empty", "A name is removed; one body was not inspected on it."),
    Form("gap", "row left out", "A table of grades lacks the row of one body."),
    Form("gap", "kind not inspected", "A kind alone was inspected on it, and it has two bodies."),
    Form("gap", "cell left out", "One grade of a grid is taken out, and with it a name."),
    # A published set of the same size on the same criterion.
    Form("equal size", "one and one", "One was found to have it; one is graded Outstanding."),
    Form("equal size", "two and two", "Two were found to have it; two are graded Inadequate."),
    Form("equal size", "complement", "One was found; 45 have either of two grades."),
    Form("equal size", "two findings", "A sentence names one on another finding of the criterion."),
    Form("equal size", "unnamed", "Both counts are of nobody named; one is known to be of a kind."),
    # A recorded attribute of a body.
    Form("kind", "small kind", "One of a kind of two bodies did."),
    Form("kind", "nation in words", "The sentence says that it is in a nation of one body."),
    Form("kind", "region in words", "The sentence says that it is in a region of two bodies."),
    Form("kind", "group in words", "The sentence names a group of two bodies."),
    Form("kind", "words beside a redaction", "The kind stands beside the removed name."),
    # Earlier editions.
    Form("earlier edition", "grid", "An earlier release held the grades of every body."),
    Form("earlier edition", "name", "An earlier edition printed the name that is removed now."),
    Form("earlier edition", "population", "An earlier release counted all but a kind of two."),
    Form("earlier edition", "number", "An earlier release printed the number withheld now."),
    # Sums that are linked.
    Form("linked sums", "grades", "A number is withheld; the other grades add up to the rest."),
    Form("linked sums", "denial", "A number is withheld; how many did not is printed."),
    Form("linked sums", "kinds", "A number is withheld; each kind's is printed."),
    Form(
        "linked sums", "kind withheld", "The number of a kind is withheld; all and the rest stand."
    ),
    Form("linked sums", "two tables", "A table of grades and a chart each lack another number."),
    # A page, row or tile that is not there.
    Form("missing page", "page", "Every body inspected has a page but the one removed."),
    Form("missing page", "row of bodies", "The table of bodies lacks the one removed."),
    Form("missing page", "two pages", "Two pages lack, and two bodies are the small number."),
)
FAMILIES = tuple(dict.fromkeys(one.family for one in FORMS))
