"""Binding words of a text to claims: which fit, what is offered, how much of a section is bound."""
