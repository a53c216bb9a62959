"""How far long work is that no page can wait for: asked for, begun, stopped, ended.

What is done and who may ask for it is the business of whoever asks; what takes it up is Django's
Tasks (``interfaces.jobs`` holds them, ``inspectorate worker`` runs them). Nothing here is a record
of trust: no act writes it and no digest proves it.
"""
