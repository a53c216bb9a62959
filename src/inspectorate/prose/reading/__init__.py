"""Readers that turn a source into a manuscript: Markdown, plain text, web page, Word file.

Pure: text or bytes in, a manuscript out, or a refusal that says how to mend the file. Uses
``foundation/reasons`` only.
"""
