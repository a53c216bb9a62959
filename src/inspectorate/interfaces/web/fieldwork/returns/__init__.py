"""Pages of data returns: templates, who returned, and the return of one request."""
