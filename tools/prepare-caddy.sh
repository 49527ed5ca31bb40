#!/bin/sh
# prepare-caddy.sh ENVIRONMENT: print the path of Caddy.
# Unpacks Debian's package instead of installing it, which would start a web server.
set -eu
unpacked=$1/caddy/usr/bin/caddy
command -v caddy && exit
if [ ! -x "$unpacked" ] && command -v apt-get >/dev/null; then
    echo "Unpacking Debian's Caddy for the tests" >&2
    mkdir -p "$1/caddy"
    { [ "$(id -u)" != 0 ] || apt-get update -qq >&2; } &&
        (cd "$1/caddy" && apt-get download -qq caddy >&2 && dpkg -x caddy_*.deb .) || true
fi
if [ -x "$unpacked" ]; then
    realpath "$unpacked"
else
    echo "Install Caddy 2.6 or newer for the browser tests (Debian: sudo apt-get install caddy)" >&2
    exit 1
fi
