#!/bin/sh
# Lets one account of this machine, and no other, be the two roles, by its socket and without a password. Run again it changes nothing;
# run with another account it takes the earlier one's place away.
#   2-peer.sh [FOLDER [ACCOUNT]]   where pg_hba.conf and pg_ident.conf lie ($PGDATA), and the account (inspectorate); then reload PostgreSQL
set -eu
folder=${1:-${PGDATA:?name the folder of pg_hba.conf}}
account=${2:-inspectorate}
put() { # put FILE LIKE LINES: before all others, since the first that fits counts, and in the place of those like it; the file keeps its owner
    rest=$(grep -vE "$2" "$1") || [ $? = 1 ]
    printf '%s\n%s\n' "$3" "$rest" | cmp -s - "$1" || printf '%s\n%s\n' "$3" "$rest" >"$1"
}
put "$folder/pg_ident.conf" '^[[:space:]]*"?inspectorate"?[[:space:]]' "inspectorate $account inspectorate
inspectorate $account inspectorate_owner"
# In this order: one way is open, to one database; all others to these roles are closed.
put "$folder/pg_hba.conf" '^(local|host) (all|inspectorate) inspectorate,inspectorate_owner ' \
    "local inspectorate inspectorate,inspectorate_owner peer map=inspectorate
local all inspectorate,inspectorate_owner reject
host all inspectorate,inspectorate_owner all reject"
