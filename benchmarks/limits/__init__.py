"""The drill of limits: every door of the running application, what is hostile, and what it cost."""
