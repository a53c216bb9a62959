"""The server's entry: refuses to serve a database that is not migrated, or a ledger that is behind
its external head; then serves.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

# Models need the application loaded.
from inspectorate.config.settled import settle  # noqa: E402
from inspectorate.foundation.health import refuse_unmigrated  # noqa: E402
from inspectorate.foundation.ledger.heads import catch_up, refuse_if_behind  # noqa: E402

refuse_unmigrated()
refuse_if_behind()
catch_up()
settle()
