"""Words of evidence that are released to be printed behind a claim."""
