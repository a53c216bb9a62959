"""The signed wording: which passages of a document somebody has signed as they stand."""
