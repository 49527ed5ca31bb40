#!/bin/sh
# Print the path of Chromium or Chrome; install Debian's where we may, else say what to install.
set -eu

for name in ${CHROMIUM:-} chromium chromium-browser google-chrome google-chrome-stable chrome \
    "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
    command -v "$name" && exit
done
if [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ]; then
    echo "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
elif [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Debian's Chromium for the browser tests" >&2
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
    command -v chromium
else
    echo "Install Chromium or Chrome for the browser tests (Debian: sudo apt-get install chromium)" >&2
    exit 1
fi
