#!/bin/sh
# rebuild.sh FOLDER: build the site anew and copy it to where the web server reads it.
set -eu
folder=$1
cd "$(dirname "$0")/.."
# Before the build: what is approved while it runs asks for the next one.
rm -f comments/data/changed
make build compress
rsync -a --delete-after --filter='protect /assets/v-*' site/ "$folder/"
