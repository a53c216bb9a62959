"""The templates of the staff pages and the portal, read without their indentation.

The indentation serves only those who read the source; with it a page of three hundred rows would be
half as large again.
"""

from __future__ import annotations

import re

from django.template import Origin
from django.template.loaders import app_directories

_INDENTATION = re.compile(r"\n\s+")


class Loader(app_directories.Loader):
    """Finds templates in the applications; takes the indentation of HTML out as it reads one."""

    def get_contents(self, origin: Origin) -> str:
        """Return the source; the break of each line stays, since white space may part two words."""
        source = super().get_contents(origin)
        return _INDENTATION.sub("\n", source) if origin.name.endswith(".html") else source
