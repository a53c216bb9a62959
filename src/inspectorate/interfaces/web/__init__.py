"""The staff door: one folder per room, templates and static files. Calls actions and queries; holds no rule."""
