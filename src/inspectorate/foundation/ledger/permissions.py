"""Who may act on the ledger itself, always from the command line."""

from __future__ import annotations

from inspectorate.foundation.people.roles import Role, Table, roles

from .verbs import LedgerVerb

TABLE: Table = {
    LedgerVerb.ACCEPT_HEADS: roles(Role.ADMIN),
    LedgerVerb.CHECKPOINT: roles(Role.ADMIN, Role.PRESS, Role.SIGNING),
    LedgerVerb.ACCEPT_CHECKPOINT: roles(Role.ADMIN, Role.PRESS, Role.SIGNING),
    LedgerVerb.TRUST_KEY: roles(Role.ADMIN),
}
