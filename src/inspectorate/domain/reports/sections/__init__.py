"""The sections of a document: what they are, who writes each, and what each was before."""
