"""The language of texts: manuscripts, sentences, quantities and dates.

Pure: no Django, no model, no clock.

Owns nothing that is stored. May use ``foundation/reasons`` and ``inspectstats.quantity``; the
domain's rooms may use it.
"""
