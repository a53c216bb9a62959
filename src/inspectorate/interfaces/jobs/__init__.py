"""Tasks: long work that a page or a command asks for and a worker does, one module each.

A task takes the number of its job (``foundation.jobs``) and nothing else, and does its work within
``running.run``, which tells how far it is. It may use every room; doors may use it.
"""
