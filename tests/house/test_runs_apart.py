"""Two runs of the tests at once never share anything on disk."""

import os
import tempfile
from pathlib import Path

from django.conf import settings


def test_database_and_data_of_a_test_run_lie_in_a_temporary_folder_of_its_own() -> None:
    own = Path(os.environ["INSPECTORATE_DATA"]).resolve()
    assert own.is_relative_to(Path(tempfile.gettempdir()).resolve())
    assert Path(settings.STATIC_ROOT).parent == own
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite"):
        assert Path(settings.DATABASES["default"]["TEST"]["NAME"]).parent == own
