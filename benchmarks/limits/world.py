"""The world of the permission matrix in the data folder of the environment, and everybody in it
signed in: ``python -m benchmarks.limits.world`` prints it as JSON.

Told in test mode, since its acts are of 2018; the drill serves it in live mode.
"""

from __future__ import annotations

import json
import os
from typing import Any

TURN = ("inspector", "lead", "editor", "press", "admin", "body", "overseer", "analyst", "signing")


def main() -> None:
    """Make it; print who is signed in by which cookie, and each page with who may read it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "inspectorate.config.settings"
    import django
    from tests.migrated import migrate

    django.setup()

    migrate()
    from tests.factories.world import a_world
    from tests.house.matrix import Asking

    print(json.dumps(_told(Asking(a_world()))))


def _told(asking: Any) -> dict[str, Any]:
    from tests.house.matrix import rows

    signed_in: dict[str, str] = {}
    pages: dict[str, str] = {}
    for turn, row in enumerate(rows()):
        may = [one for one, status in row.who.get("get", {}).items() if status == 200]
        staff = [one for one in may if one not in ("stranger", "nobody")]
        if not staff:
            continue
        # Another role in turn, so that each of them sends.
        first = TURN[turn % len(TURN) :] + TURN[: turn % len(TURN)]
        asker = next((one for one in first if one in staff), staff[0])
        name = f"{row.half} {asker}"
        if name not in signed_in:
            signed_in[name] = _signed_in(asking.clients[row.half][asker])
        pages.setdefault(asking.path(row), name)
    return {
        "signed_in": signed_in,
        "pages": pages,
        "inspection": asking.world.first.inspection.slug,
        "admin": asking.world.first.people["admin"].email,
    }


def _signed_in(client: Any) -> str:
    """Give a signed-in client a second factor and a proof of a moment ago; return its cookie."""
    import time

    from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
    from allauth.mfa.models import Authenticator
    from django.conf import settings

    session = client.session
    kind = Authenticator.Type.TOTP
    Authenticator.objects.create(
        user_id=session["_auth_user_id"], type=kind, data={"secret": "JBSWY3DPEHPK3PXP"}
    )
    # Far ahead, so that a long drill is never asked to prove itself again.
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time() + 9e4}]
    session.save()
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


if __name__ == "__main__":
    main()
