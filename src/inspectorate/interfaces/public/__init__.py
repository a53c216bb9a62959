"""The public site, built from a released bundle alone."""
