"""What becomes of a request: its due day by a rule, moved with a reason; taken back."""
