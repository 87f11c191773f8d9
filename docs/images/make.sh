#!/usr/bin/env bash
# Takes the pictures of the page and of the terminal anew, of the real thing: a host, the sample API and a Chromium.   ./docs/images/make.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
FANOUT_IMAGES="$PWD/docs/images" dotnet test --project tests/EndToEnd -c "${CONFIGURATION:-Release}" --no-progress -- --filter-class "*.PictureTests"
./docs/images/terminal.sh
ls -l docs/images/*.png
