#!/bin/sh
# prepare-browser.sh ENVIRONMENT: print the path of Chromium or Chrome, once Playwright can drive it.
# Installs Debian's packages where we may, else says what to install.
set -eu
driver=$(echo "$1"/lib/python*/site-packages/playwright/driver/node)

need() { # need PACKAGE
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing Debian's $1 for the browser tests" >&2
        apt-get update -qq >&2
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null
    else
        echo "Install $1 for the browser tests (Debian: sudo apt-get install $1)" >&2
        exit 1
    fi
}

find_chromium() {
    for name in "${CHROMIUM:-chromium}" chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Chromium.app/Contents/MacOS/Chromium" \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        command -v "$name" && return
    done
    return 1
}

# Playwright brings a Node.js of its own, which a minimal Debian lacks a library for.
"$driver" --version >/dev/null 2>&1 || need libatomic1
find_chromium || { need chromium && find_chromium; }
