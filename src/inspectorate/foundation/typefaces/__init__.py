"""The two typefaces, as files: woff2 for pages, TTF (both subsets in one file) for Typst.

Changes only with ``vendored.toml`` at the root, which names source, version, licence and SHA-256 of
each file. Uses nothing.
"""
