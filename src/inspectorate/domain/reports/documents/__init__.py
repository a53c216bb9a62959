"""The kinds of document: one file a kind, named in the registry.

Pure, without Django, so that the public site may read it.
"""
