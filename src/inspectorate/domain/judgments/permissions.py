"""Who may assign, judge, moderate and agree; blindness (blindness.py) narrows further what each may
read.
"""

from __future__ import annotations

from inspectorate.foundation.people.roles import Role, Table, roles

TABLE: Table = {
    "judgments.see": roles(
        Role.INSPECTOR,
        Role.LEAD,
        Role.ANALYST,
        Role.MODERATOR,
        Role.EDITOR,
        Role.REFERENCER,
        Role.SIGNING,
    ),
    "judgments.see_submissions": roles(Role.LEAD, Role.MODERATOR),
    "judgments.see_progress": roles(Role.LEAD, Role.MODERATOR),
    "judgments.see_agreement": roles(Role.LEAD, Role.ANALYST, Role.MODERATOR, Role.SIGNING),
    "judgments.see_desk": roles(Role.LEAD, Role.MODERATOR),
    "judgments.assign": roles(Role.LEAD),
    "judgments.assign_many": roles(Role.LEAD),
    "judgments.save_draft": roles(Role.INSPECTOR, Role.LEAD),
    "judgments.submit": roles(Role.INSPECTOR, Role.LEAD),
    "judgments.moderate": roles(Role.MODERATOR),
    "judgments.agree": roles(Role.LEAD, Role.MODERATOR),
}

# Who may be given something to judge.
JUDGES = roles(Role.INSPECTOR, Role.LEAD)
