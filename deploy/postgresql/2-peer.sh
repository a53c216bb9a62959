#!/bin/sh
# Lets one account of this machine, and no other, be the two roles, by its socket and without a password. Run again it changes nothing.
#   2-peer.sh [FOLDER [ACCOUNT]]   where pg_hba.conf and pg_ident.conf lie ($PGDATA), and the account (inspectorate); then reload PostgreSQL
set -eu
folder=${1:-${PGDATA:?name the folder of pg_hba.conf}}
account=${2:-inspectorate}
first() { # first FILE LINE: put it before all others, since the first that fits counts; the file keeps its owner
    grep -qxF "$2" "$1" || { rest=$(cat "$1") && printf '%s\n%s\n' "$2" "$rest" >"$1"; }
}
# Last written, first read: all other ways to these roles are closed.
first "$folder/pg_hba.conf" "host all inspectorate,inspectorate_owner all reject"
first "$folder/pg_hba.conf" "local inspectorate inspectorate,inspectorate_owner peer map=inspectorate"
first "$folder/pg_ident.conf" "inspectorate $account inspectorate_owner"
first "$folder/pg_ident.conf" "inspectorate $account inspectorate"
