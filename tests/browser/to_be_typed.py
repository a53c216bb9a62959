"""A report of which one section is long, for a browser: told into the data folder of the
environment, as a process: ``python -m tests.browser.to_be_typed``.

Of 46 forces 25 have mandatory training. The long section is the demonstration's report, its first
20,000 characters and a little, with its headings two levels lower. A second inspection has a report
of 100,000 characters, in which no section is longer than that one.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from tests.migrated import migrate

PASSWORD = "correct horse battery staple"
LENGTH = 20_000
WHOLE = 100_000
BESIDE = ("Second", "Third", "Fourth", "Fifth")
ROOT = Path(__file__).resolve().parents[2]
SUMMARY = """# Summary

{.narrative}
We looked at training in forces, *as a whole*, and **not** at each.

[A majority of forces have mandatory training]{#mandatory-training}.

"""


def long_text(heading: str = "Long") -> str:
    """One section of 20,000 characters, whole lines."""
    told = (ROOT / "src/inspectorate/demo/content/report.md").read_text("utf-8")
    body = told.split("---\n", 2)[2]
    # Of a fence that was cut the rest would be one.
    lines = re.sub(r"^(```|~~~).*?^\1$\n", "", body, flags=re.M | re.S).split("\n")
    kept = [f"# {heading}", ""]
    size = len(kept[0]) + 2
    for line in lines:
        # The editor of this world is cleared for nothing.
        if re.search(r"\{[^}]*(sens|marking|ground)", line):
            continue
        line = f"##{line}" if line.startswith("#") else line
        kept.append(line)
        size += len(line) + 1
        if size >= LENGTH:
            break
    return "\n".join(kept) + "\n"


def report(*beside: str) -> str:
    """The whole text; ``beside`` are headings of sections as long as the long one, after it."""
    head = "---\ntitle: How well forces train\npublished: 2026-12-01\n---\n\n"
    return "\n".join([head + SUMMARY + long_text(), *map(long_text, beside)])


def main() -> None:
    """Make the world; print who is who as JSON: an e-mail for each role."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "inspectorate.config.settings"
    import django

    django.setup()

    migrate()
    print(json.dumps(tell()))  # noqa: T201 - a process's answer


def tell() -> dict[str, str]:
    """Tell it through actions; everyone gets the same password."""
    from django.contrib.auth.hashers import make_password

    from inspectorate.foundation.people.actions import set_password
    from inspectorate.foundation.people.models import Person
    from inspectorate.foundation.people.roles import Role
    from tests.factories.publishing import a_story
    from tests.factories.rooms import AT, a_key

    story = a_story(bodies=46, met=25, report=report(), slug="typed", prefix="TYPED")
    # Its team is another: who is who is told for both.
    whole = a_story(bodies=46, met=25, report=report(*BESIDE), slug="whole", prefix="WHOLE")
    hashed = make_password(PASSWORD)
    for person in Person.objects.all():
        set_password(by=person, at=AT, key=a_key(), person=person, password=hashed)
    editor = Role.EDITOR
    return {editor.value: story.who(editor).email, "of the whole": whole.who(editor).email}


if __name__ == "__main__":
    main()
