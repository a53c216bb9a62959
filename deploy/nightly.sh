#!/bin/sh
# Clears the store and has files scanned and read that were not yet, once: for a timer, each night.
#   deploy/nightly.sh
# The settings are in the environment. Ends with 0 where both went well; else with 1, each fault named, and ALARM: on the error stream.
set -u
umask 077
data=${INSPECTORATE_DATA:-}
case "$data" in "" | /*) ;; *) export INSPECTORATE_DATA="$PWD/$data" ;; esac
cd "$(dirname "$0")/.." || { echo "ALARM: the folder of this script is gone" >&2; exit 1; }
[ -d src ] && export PYTHONPATH="$PWD/src${PYTHONPATH:+:$PYTHONPATH}"
venv=${INSPECTORATE_VENV:-.venv}
[ -n "${PYTHON:-}" ] || { [ -x "$venv/bin/python" ] && PYTHON=$venv/bin/python; } || PYTHON=python
export INSPECTORATE_MODE="${INSPECTORATE_MODE:-live}"
code=0
for command in sweep-files read-documents try-opening; do
    "$PYTHON" -m inspectorate.interfaces.cli.main "$command" || {
        echo "ALARM: $command did not end well; the lines above say why" >&2
        code=1
    }
done
exit "$code"
