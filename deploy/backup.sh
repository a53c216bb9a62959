#!/bin/sh
# Copies an installation while people work, once: heads, database, files, bundles, in this order, then the digest of every file copied.
#   deploy/backup.sh FOLDER      new or empty, on a disk that holds it all
# Reads INSPECTORATE_DATA and DATABASE_URL (without it: SQLite in the data folder); DATABASE_PASSWORD or its file where the address holds none.
# Ends with 0 and a line to keep apart; with 1 and ALARM: where anything could not be copied. A folder it did not finish has no SHA256SUMS.
set -eu
umask 077
absolute() { case "$1" in /*) echo "$1" ;; *) echo "$PWD/$1" ;; esac; }
backup=$(absolute "${1:?name a folder}")
data=$(absolute "${INSPECTORATE_DATA:?is not set: load the settings first}")
export INSPECTORATE_DATA="$data"
finished=""
trap '[ -n "$finished" ] || echo "ALARM: the backup was not finished: $backup" >&2' EXIT
cd "$(dirname "$0")/.."
[ -d src ] && export PYTHONPATH="$PWD/src${PYTHONPATH:+:$PYTHONPATH}"
venv=${INSPECTORATE_VENV:-.venv}
[ -n "${PYTHON:-}" ] || { [ -x "$venv/bin/python" ] && PYTHON=$venv/bin/python; } || PYTHON=python
mkdir -p "$backup"
[ -z "$(ls -A "$backup")" ] || { echo "$backup is not empty: name a new folder" >&2; exit 1; }

# A head must never be newer than the database beside it. Held as whoever writes a head holds the folder, so that none is copied torn.
flock --shared "$data" sh -c 'for file in "$1"/*.log; do if [ -e "$file" ]; then cp -a "$file" "$2/" || exit 1; fi; done' - "$data" "$backup"

case "${DATABASE_URL:-}" in
"") "$PYTHON" -m inspectorate.config.sqlite.copying "$backup/inspectorate.sqlite3" ;;
*)
    [ -z "${DATABASE_PASSWORD:-}" ] || export PGPASSWORD="$DATABASE_PASSWORD"
    [ -z "${DATABASE_PASSWORD_FILE:-}" ] || { PGPASSWORD=$(cat "$DATABASE_PASSWORD_FILE") && export PGPASSWORD; }
    pg_dump --format=custom --no-owner --no-privileges --file="$backup/inspectorate.dump" "$DATABASE_URL"
    ;;
esac

# A record must never be newer than the files it names. Names that begin with a dot are files on their way in, and may be gone.
for store in files bundles; do
    mkdir "$backup/$store"
    for folder in "$data/$store"/*; do
        [ ! -e "$folder" ] || cp -a "$folder" "$backup/$store/"
    done
done

cd "$backup"
find . -type f ! -name 'SHA256SUMS*' -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum >SHA256SUMS.new
mv SHA256SUMS.new SHA256SUMS
sync -f .   # all of it: without -f, the folder alone
echo "$(wc -l <SHA256SUMS) files copied; keep SHA256SUMS, or at least this line, apart from them: $(sha256sum SHA256SUMS)"
finished=yes
