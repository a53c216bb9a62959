"""Pages of planning: many visits from a table, the board, travel, a visit's print pack."""
