"""How sure somebody is of an agreed judgment: a level with its reasons, never a chance."""
