"""A true count said of others than it was counted of."""

from __future__ import annotations

from ..sown import Family

POPULATION = Family("population")
_WHY = "counted of the forces inspected on this criterion"
_INSPECTED = r"of the (\d+) forces inspected"
POPULATION.swaps(
    ("claim",),
    (
        (_INSPECTED, r"of the \1 Home Office forces inspected"),
        (_INSPECTED, r"of the \1 forces in England and Wales"),
        (_INSPECTED, r"of the \1 non-Home Office forces inspected"),
        (_INSPECTED, r"of the \1 forces in the United Kingdom"),
        (_INSPECTED, r"of the \1 officers we spoke to"),
        (_INSPECTED, r"of the \1 partners we met"),
        (_INSPECTED, r"of the \1 local authorities visited"),
        (_INSPECTED, r"of the \1 visits made"),
        (_INSPECTED, r"of the \1 forces that replied"),
        (_INSPECTED, r"of the \1 regions"),
        (_INSPECTED, r"of the \1 forces graded good"),
        (_INSPECTED, r"of the \1 larger forces inspected"),
    ),
    _WHY,
    named="in the bracket: ",
)
POPULATION.swaps(
    ("claim",),
    (
        (r"(most|almost all|all|not all|some|a few|very few) forces", r"\1 officers"),
        (r"(most|almost all|all|not all|some|a few|very few) forces", r"\1 Home Office forces"),
        (r"(most|almost all|all|not all|some|a few|very few) forces", r"\1 non-Home Office forces"),
        (r"(most|almost all|all|not all|some|a few|very few) forces", r"\1 rural forces"),
        (r"(most|almost all|all|not all|some|a few|very few) forces", r"\1 partners"),
        (r"(majority|minority|half) of (the )?forces", r"\1 of \2metropolitan forces"),
        (r"(majority|minority|half) of (the )?forces", r"\1 of \2neighbourhood teams"),
        (r"(majority|minority|half) of (the )?forces", r"\1 of \2regional units"),
        (r"no force", "no officer"),
        (r"no force", "no non-Home Office force"),
        (r"only (one|two) (forces?)", r"only \1 non-Home Office \2"),
        (r"43 Home Office forces", "46 forces"),
        (r"43 Home Office forces", "43 territorial and non-Home Office forces"),
        (r"three non-Home Office forces", "three Home Office forces"),
        (r"46 forces", "46 forces in England"),
        (r"46 forces", "46 Home Office forces"),
        (r"46 forces", "46 police stations"),
        (r"strategic leads", "chief constables"),
        (r"officers and staff", "volunteers"),
    ),
    _WHY,
    named="in the sentence: ",
)
