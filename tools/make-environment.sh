#!/bin/sh
# make-environment.sh FOLDER REQUIREMENTS: a virtual environment with pinned, hashed packages.
set -eu
folder=$1 requirements=$2

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

for python in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
    is_new_enough "$python" && break
    python=
done
if [ -z "$python" ]; then
    echo "Install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3" >&2
    exit 1
fi

# Debian splits what venv needs from Python itself.
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    package="python3-venv"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing $package (Debian's Python lacks it)"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null
    else
        echo "Install Python's venv module first: sudo apt-get install $package" >&2
        exit 1
    fi
fi

echo "Setting up $folder (once; about half a minute)"
rm -rf "$folder"
mkdir -p "$(dirname "$folder")"
"$python" -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes --requirement "$requirements"
touch "$folder/complete"
