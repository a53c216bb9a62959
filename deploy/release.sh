#!/bin/sh
# UNTESTED in a container (see compose.yaml). Keeps the publisher running: begins it again when it ends, heeds how it ended.
#   0    it was asked to end (SIGTERM): so does this
#   2    it cannot begin (settings, a folder that may not be written): told, and tried again a minute later
#   else it was killed or failed: begun again after five seconds
set -u
publisher=""
ending=""
trap 'ending=yes; [ -n "$publisher" ] && kill -TERM "$publisher" 2>/dev/null' TERM INT
while [ -z "$ending" ]; do
    python -m inspectorate.interfaces.cli.main publisher &
    publisher=$!
    wait "$publisher"
    code=$?
    # A signal ends the wait before the publisher has ended its step.
    while kill -0 "$publisher" 2>/dev/null; do wait "$publisher"; code=$?; done
    publisher=""
    [ -n "$ending" ] && exit 0
    case "$code" in
    0) exit 0 ;;
    2) pause=60 ;;
    *) pause=5 ;;
    esac
    echo "ALARM: the publisher ended with $code and is begun again in $pause s; until then nothing goes out" >&2
    sleep "$pause" &
    wait $!
done
