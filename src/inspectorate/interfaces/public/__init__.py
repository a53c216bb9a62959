"""The public door: a static site made from a released bundle's folder and nothing else.

Owns the pages, feeds and open data that readers see; holds no state: the same bundle gives the same
bytes. May use the bundle schema (``domain.publication.schema``) and Jinja, and no other part of
ours, nor Django.
"""
