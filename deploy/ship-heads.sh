#!/bin/sh
# Adds the heads that are new to those kept elsewhere, once: a folder of another machine, mounted here so that it can be added to.
#   deploy/ship-heads.sh FOLDER
# Nothing kept there is ever changed or shortened. Ends with 1 and ALARM: where what lies here is not what was shipped before.
set -eu
umask 077
to=${1:?name a folder of another machine}
data=${INSPECTORATE_DATA:?is not set: load the settings first}
alarm() { echo "ALARM: $*" >&2; exit 1; }
mkdir -p "$to" || alarm "heads cannot be shipped to $to"
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT

# Held as whoever writes a head holds the folder: nothing torn, nothing renamed meanwhile. An older file never changes.
flock --shared "$data" sh -c 'for file in "$1"/heads*.log; do
    name=${file##*/}
    if [ -e "$file" ] && { [ "$name" = heads.log ] || [ ! -e "$2/$name" ]; }; then cp "$file" "$3/" || exit 1; fi
done' - "$data" "$to" "$here" || alarm "heads cannot be read in $data"
[ -s "$here/heads.log" ] || alarm "there is no heads.log in $data"

begins() { [ -e "$2" ] && [ "$(wc -c <"$2")" -ge "$(wc -c <"$1")" ] && cmp -s -n "$(wc -c <"$1")" "$1" "$2"; } # begins A B: does B begin with A?
old=$to/heads.log
# The older ones first, so that what was in heads.log is kept under its number before a new one takes its place.
for file in "$here"/heads-*.log; do
    [ ! -e "$file" ] || { cp "$file" "$to/.new" && mv "$to/.new" "$to/${file##*/}"; } || alarm "$to takes no more"
done
if [ ! -e "$old" ]; then
    cp "$here/heads.log" "$old" || alarm "$to takes no more"
elif begins "$old" "$here/heads.log"; then
    tail -c +"$(($(wc -c <"$old") + 1))" "$here/heads.log" >>"$old" || alarm "$to takes no more"
else
    # A new file was begun since: what was shipped stands at the beginning of one that now has a number. Not of one set aside: whoever
    # writes the chain anew could say so, and what was shipped would be compared no more. After "heads accept" ship into a new folder.
    for file in "$to"/heads-[0-9]*.log; do
        if begins "$old" "$file"; then
            cp "$here/heads.log" "$to/.new" && mv "$to/.new" "$old" || alarm "$to takes no more"
            exit 0
        fi
    done
    alarm "heads.log in $data is not what was shipped before: compare it with $old before anything else"
fi
