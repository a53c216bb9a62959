"""Remarks beside the text: comments on words of a section, and words suggested in their place."""
