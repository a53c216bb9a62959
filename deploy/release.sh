#!/bin/sh
# UNTESTED HERE (see compose.yaml). Every minute: release what two people approved and whose embargo is over, then build the site.
set -u
while :; do
    python -m inspectorate.interfaces.cli.main release --by "$RELEASE_BY"
    if [ -n "$(ls -A "$INSPECTORATE_DATA/bundles" 2>/dev/null)" ]; then
        python -m inspectorate.interfaces.cli.main public-build "$INSPECTORATE_DATA"/bundles/* --out /public/site \
            --checkpoint "$INSPECTORATE_DATA/checkpoint"
    fi
    sleep 60
done
