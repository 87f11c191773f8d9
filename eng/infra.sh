#!/usr/bin/env bash
# The infrastructure: compiles and lints the Bicep under infra/ with the compiler that NuGet serves.
#   ./eng/infra.sh          the tests over the compiled template (what ./eng/test.sh infra runs)
#   ./eng/infra.sh build    writes artifacts/infra/main.json
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

case "${1:-test}" in
  test)
    exec ./eng/test.sh infra
    ;;
  build)
    dotnet restore tests/Infra.Tests -v q -nologo
    bicep=$(dotnet msbuild tests/Infra.Tests -t:PrintBicepCli -nologo -v:m | xargs)
    mkdir -p artifacts/infra
    "$bicep" build infra/main.bicep --outfile artifacts/infra/main.json
    echo "artifacts/infra/main.json"
    ;;
  *)
    echo "usage: eng/infra.sh [test|build]" >&2
    exit 2
    ;;
esac
