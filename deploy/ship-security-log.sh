#!/bin/sh
# Adds the lines that are new in the security log to those kept elsewhere, once: a folder of another machine, mounted here so that it can be added to.
#   deploy/ship-security-log.sh FOLDER      made there beforehand: a folder that is not there is a machine that is away
# There each file that was begun here has one of its own, named by its first line, so that it may be moved away here at any time (logrotate). What is
# kept there is always the beginning of what is here: killed at any byte, the next run goes on behind it, and no line is lost or doubled.
# Ends with 1 and ALARM: where lines could not be shipped, or what lies here is not what was shipped before. Nothing kept there is changed.
set -eu
umask 077
export LC_ALL=C
to=${1:?name a folder of another machine}
data=${INSPECTORATE_DATA:?is not set: load the settings first}
log=${INSPECTORATE_SECURITY_LOG:-$data/security.log}
alarm() { echo "ALARM: $*" >&2; exit 1; }
[ "$log" != - ] || alarm "the security log goes to the error stream of the server and has no file to ship"
[ -d "$to" ] || alarm "the security log is not shipped: $to is not there"
exec 9<"$0"
flock --timeout 50 9 || alarm "the security log is not shipped: another run does not end"
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT

name_of() { # by the first line, when it was written (0 where it does not say, which sorts first) and its digest; nothing where none is whole yet
    head -n 1 "$1" >"$here/first" 2>/dev/null && [ "$(wc -l <"$here/first")" = 1 ] || return 0
    began=$(sed -n 's/^{"at": "\([0-9TZ:.-]*\)".*/\1/p' "$here/first" | tr -d ':.-')
    echo "security-${began:-0}-$(sha256sum <"$here/first" | cut -c 1-16).log"
}
size() { if [ -e "$1" ]; then wc -c <"$1"; else echo 0; fi; }

last=""
for kept in "$to"/security-*.log; do [ ! -e "$kept" ] || last=${kept##*/}; done
wrong=""
for file in "$log" "$log".* "$log"-*; do
    # One that is compressed was shipped before that: logrotate is to wait a day (delaycompress).
    case "$file" in *.gz | *.xz | *.zst) continue ;; esac
    [ -e "$file" ] || continue
    name=$(name_of "$file")
    if [ "$name" = "$last" ]; then last=""; fi
    # Whole there already, and no longer written here.
    if [ -n "$name" ] && [ "$file" != "$log" ] && [ "$(size "$file")" = "$(size "$to/$name")" ]; then continue; fi
    # One copy is looked at: it may be moved away meanwhile, and another begun under its name.
    cp "$file" "$here/whole" 2>/dev/null || { [ ! -e "$file" ] || alarm "$file cannot be read"; continue; }
    # A line that is still being written waits for the next run.
    if [ "$(tail -c 1 "$here/whole" | wc -l)" = 1 ]; then mv "$here/whole" "$here/lines"; else sed '$d' "$here/whole" >"$here/lines"; fi
    name=$(name_of "$here/lines")
    [ -n "$name" ] || continue
    if [ "$name" = "$last" ]; then last=""; fi
    had=$(size "$to/$name")
    new=$(size "$here/lines")
    if [ "$had" -gt "$new" ] || { [ "$had" -gt 0 ] && ! cmp -s -n "$had" "$to/$name" "$here/lines"; }; then
        wrong="$wrong $file"
        continue
    fi
    [ "$had" -lt "$new" ] || continue
    tail -c +"$((had + 1))" "$here/lines" >>"$to/$name" && sync "$to/$name" || alarm "the security log is not shipped: $to takes no more"
    [ "$(size "$to/$name")" = "$new" ] || alarm "the security log is not shipped: $to/$name is not what was written to it"
done
[ -z "$wrong" ] || alarm "not what was shipped to $to before:$wrong; compare the two before anything else"
[ -z "$last" ] || alarm "the file whose lines are kept as $to/$last is gone here: what was written to it since may be lost"
