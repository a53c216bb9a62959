"""What a new document begins with: a text for each kind, with slots that the record fills."""
