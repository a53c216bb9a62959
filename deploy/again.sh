#!/bin/sh
# Runs a command again and again, where there is no systemd: each day at an hour, or every so many seconds. SIGTERM ends it.
#   deploy/again.sh 03:00 COMMAND...      deploy/again.sh 60 COMMAND...
# How the command ended is told, and changes nothing: it says itself what is to be known (ALARM:).
set -u
when=${1:?name an hour, as 03:00, or seconds}
shift
running=""
trap '[ -n "$running" ] && kill -TERM "$running" 2>/dev/null; exit 0' TERM INT
pause() { # seconds until it is to run
    case "$when" in
    *:*)
        now=$(date +%s)
        next=$(date -d "$when" +%s) || return 1
        [ "$next" -gt "$now" ] || next=$(date -d "tomorrow $when" +%s)
        echo $((next - now))
        ;;
    *) echo "$when" ;;
    esac
}
while :; do
    seconds=$(pause) || exit 2
    sleep "$seconds" &
    running=$!
    wait "$running" || exit 2
    "$@" &
    running=$!
    wait "$running"
    code=$?
    [ "$code" = 0 ] || echo "$1 ended with $code and is run again" >&2
done
