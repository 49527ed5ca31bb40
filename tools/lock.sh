#!/bin/sh
# lock.sh UV: pin every package with its hashes, for every platform, from pyproject.toml.
set -eu
compile() {
    "$uv" pip compile --quiet --universal --generate-hashes --no-annotate --python-version 3.11 \
        --custom-compile-command "make lock" "$@"
}
uv=$1
compile pyproject.toml --output-file requirements/site.txt
compile --group comments --constraints requirements/site.txt --output-file requirements/comments.txt
compile pyproject.toml --group comments --group test --group check --constraints requirements/site.txt \
    --constraints requirements/comments.txt --output-file requirements/dev.txt
