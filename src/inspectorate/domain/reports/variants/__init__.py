"""Language variants: a document in another language, each passage bound to that of its original."""
