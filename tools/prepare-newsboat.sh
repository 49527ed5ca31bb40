#!/bin/sh
# prepare-newsboat.sh: see that there is newsboat, a feed reader to test with.
# Installs Debian's package where we may; without it, tests are skipped and say so.
set -eu
if ! command -v newsboat >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Debian's newsboat for the tests of feeds" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends newsboat; } >/dev/null || true
fi
command -v newsboat >/dev/null || echo "Install newsboat to test feeds with it (Debian: sudo apt-get install newsboat)" >&2
