"""Django's own commands, for developers: ``./run manage …``."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as fault:
        # In its own words, which say how to mend it.
        sys.exit(f"Error: {fault}")
