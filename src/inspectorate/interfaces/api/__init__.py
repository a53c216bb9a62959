"""The door for programs: the same rooms, acts, permissions and ledger as every door, as JSON.

Whoever comes holds a token of a person (``foundation.people.tokens``) and may what that person may,
within the token's scopes. No page is made here, no session is opened, and nothing is kept between
two requests. What it answers stands in its description, OpenAPI 3.1, from which ``docs/api.json``
is drawn.
"""
