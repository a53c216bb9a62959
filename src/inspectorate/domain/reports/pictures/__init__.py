"""Pictures of editors' own: what is shown, where it is from and who can be recognised in it."""
