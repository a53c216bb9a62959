"""How an inspection is judged, and who reads what: modes, and plans drawn by rule."""
