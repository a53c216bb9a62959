"""Sign-in by the inspectorate's identity provider (OpenID Connect), where one is set.

Whom the provider lets go signs in no more, and an open session asks it again: ``asking``.
"""
