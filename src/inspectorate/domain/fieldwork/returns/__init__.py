"""Data returns by template: asked of bodies, checked whole, certified by a named office."""
