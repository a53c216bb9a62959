"""Tags for the staff templates: each renders one component and knows no rule."""
