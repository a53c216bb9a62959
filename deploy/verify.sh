#!/bin/sh
# Proves that everything is as it was written, against the heads that were shipped elsewhere, once: for a timer, each night.
#   deploy/verify.sh SHIPPED     the folder of heads as another machine keeps them (deploy/ship-heads.sh), or one file of them
# Ends with 0 where all is well; with 1 where something was changed, each thing named; with 2 where nothing could be proven.
# Anything but 0 says ALARM: on the error stream.
set -u
umask 077
unproven() { echo "ALARM: nothing was proven: $*" >&2; exit 2; }
shipped=${1:-}
data=${INSPECTORATE_DATA:-}
[ -n "$shipped" ] || unproven "name the heads that were shipped elsewhere"
[ -n "$data" ] || unproven "INSPECTORATE_DATA is not set: load the settings first"
case "$shipped" in /*) ;; *) shipped=$PWD/$shipped ;; esac
case "$data" in /*) ;; *) data=$PWD/$data ;; esac
export INSPECTORATE_DATA="$data"
cd "$(dirname "$0")/.." || unproven "the folder of this script is gone"
[ -d src ] && export PYTHONPATH="$PWD/src${PYTHONPATH:+:$PYTHONPATH}"
venv=${INSPECTORATE_VENV:-.venv}
[ -n "${PYTHON:-}" ] || { [ -x "$venv/bin/python" ] && PYTHON=$venv/bin/python; } || PYTHON=python
export INSPECTORATE_MODE="${INSPECTORATE_MODE:-live}"
known=$(mktemp) || unproven "there is no room for a temporary file"
trap 'rm -f "$known"' EXIT
if [ -d "$shipped" ]; then
    # The numbered ones are older; what was set aside by an act is compared by verify itself.
    for file in "$shipped"/heads-[0-9]*.log "$shipped"/heads.log; do
        [ ! -e "$file" ] || cat "$file" >>"$known" 2>/dev/null || unproven "$file cannot be read"
    done
    newest=$shipped/heads.log
else
    cat "$shipped" >"$known" 2>/dev/null || unproven "$shipped cannot be read"
    newest=$shipped
fi
[ -s "$known" ] || unproven "no head was shipped to $shipped"
# Heads that stopped being shipped prove nothing of what came since.
if [ -n "$(find "$newest" -mmin +1500 2>/dev/null)" ] && [ "$data/heads.log" -nt "$newest" ]; then
    unproven "no head was shipped to $shipped for more than a day, while people worked"
fi
"$PYTHON" -m inspectorate.interfaces.cli.main verify --heads "$known"
code=$?
case "$code" in
0) ;;
1) echo "ALARM: the installation is not as it was written; the lines above name what" >&2 ;;
*) unproven "verification ended with $code" ;;
esac
exit "$code"
