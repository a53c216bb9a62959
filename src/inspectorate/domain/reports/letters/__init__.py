"""Letters to many bodies made from one template, which is written and signed once."""
