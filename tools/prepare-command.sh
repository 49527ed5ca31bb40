#!/bin/sh
# prepare-command.sh COMMAND PACKAGE: print the path of a command, after installing Debian's package where we may.
# Prints nothing where it cannot be had; the tests that need it are then skipped, and say so.
set -eu
command -v "$1" && exit
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Debian's $2 for the tests" >&2
    apt-get update -qq >&2 &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" >/dev/null || true
fi
command -v "$1" || echo "Tests that need $1 will be skipped: install $2 (Debian: sudo apt-get install $2)" >&2
