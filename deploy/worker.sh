#!/bin/sh
# Does long work that people ask for on pages, until SIGTERM: for systemd, or whatever keeps a process running.
#   deploy/worker.sh [--once]
# The settings are in the environment. Ends with 2 where the installation needs no worker (INSPECTORATE_JOBS=immediate) or cannot be
# reached; what it does meanwhile it says itself.
set -u
umask 077
data=${INSPECTORATE_DATA:-}
case "$data" in "" | /*) ;; *) export INSPECTORATE_DATA="$PWD/$data" ;; esac
cd "$(dirname "$0")/.." || exit 2
[ -d src ] && export PYTHONPATH="$PWD/src${PYTHONPATH:+:$PYTHONPATH}"
venv=${INSPECTORATE_VENV:-.venv}
[ -n "${PYTHON:-}" ] || { [ -x "$venv/bin/python" ] && PYTHON=$venv/bin/python; } || PYTHON=python
export INSPECTORATE_MODE="${INSPECTORATE_MODE:-live}"
exec "$PYTHON" -m inspectorate.interfaces.cli.main worker "$@"
