"""What a column of a data return may hold, and what its rules may ask, each in one list."""

from __future__ import annotations

from django.db import models


class ColumnKind(models.TextChoices):
    """What stands in the cells of a column."""

    WHOLE = "whole", "Whole number"
    DECIMAL = "decimal", "Decimal number"
    DAY = "date", "Date"
    YES_NO = "yes-no", "Yes or no"
    CHOICE = "choice", "One of a list"
    TEXT = "text", "Text"

    @property
    def is_number(self) -> bool:
        """Whether it can be summed and compared as a number."""
        return self in (ColumnKind.WHOLE, ColumnKind.DECIMAL)

    @property
    def is_ordered(self) -> bool:
        """Whether a least and a most may be asked of it."""
        return self.is_number or self is ColumnKind.DAY


class RuleKind(models.TextChoices):
    """What a rule asks of cells that stand in one row, or of a column in the whole return."""

    NOT_GREATER = "not-greater", "Not greater than another column"
    SUM = "sum", "Equals the sum of other columns"
    UNIQUE = "unique", "Stands only once in the return"
    FILLED_WHERE = "filled-where", "Filled where another column holds a value"
