#!/bin/sh
# prepare-postgresql.sh: print the folder of PostgreSQL's programs, for the tests of the comment service.
# Installs Debian's package where we may; else says what is not tested, and prints nothing.
set -eu

find_programs() {
    for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -Vr) \
        "$(dirname "$(command -v initdb || echo /none/initdb)")"; do
        [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && echo "$folder" && return
    done
    return 1
}

find_programs && exit
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Debian's postgresql for the tests of the comment service" >&2
    apt-get update -qq >&2
    # Its own cluster is not needed, and nothing of it shall run.
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] ||
        echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null
    find_programs
else
    echo "NOT TESTED: the comment service on PostgreSQL. Install it (Debian: sudo apt-get install postgresql)" >&2
fi
