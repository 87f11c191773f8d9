#!/usr/bin/env bash
# The Azure runtime: the same app on the real Functions host.   ./eng/azure.sh build|start|test
#   build   publishes the app against the real packages to artifacts/azure/app
#   start   build, then Azurite (from npm) if none is listening, then `func start` (Azure Functions Core Tools 4)
#   test    the black-box suite against the host that `start` runs (FANOUT_HOST, default http://127.0.0.1:7071): its
#           CharacterApi__BaseAddress has to be a SampleApi with 20,000 characters, and FANOUT_UPSTREAM the same address
# The packages come from the feeds that this machine uses; NUGET_CONFIG names another NuGet.config.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
app=$PWD/artifacts/azure/app
# In the environment, so that it holds for the project with the host's extensions too, which the build generates and restores.
if [ -n "${NUGET_CONFIG:-}" ]; then
  RestoreConfigFile=$(realpath "$NUGET_CONFIG")
  export RestoreConfigFile
fi

build() {
  dotnet publish src/Functions -c Release -p:FunctionsRuntime=Azure -o "$app" -v quiet -nologo
  for file in host.json functions.metadata extensions.json worker.config.json; do
    [ -f "$app/$file" ] || { echo "The build left no $file in $app." >&2; exit 1; }
  done
  echo "$app"
}

listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

start() {
  command -v func >/dev/null || {
    echo "Azure Functions Core Tools 4 is needed: https://learn.microsoft.com/azure/azure-functions/functions-run-local" >&2
    echo "or, with Node.js: npm install --global azure-functions-core-tools@4" >&2
    exit 1
  }
  build
  if ! listening 10000; then
    command -v npx >/dev/null || { echo "npx is needed for Azurite: install Node.js 20 or later (https://nodejs.org)." >&2; exit 1; }
    mkdir -p artifacts/azurite
    npx --yes azurite@3 --silent --skipApiVersionCheck --location artifacts/azurite --disableTelemetry &
    azurite=$!
    trap 'kill "$azurite" 2>/dev/null || true' EXIT
    for _ in $(seq 120); do listening 10000 && break; sleep 0.5; done
    listening 10000 || { echo "Azurite did not start." >&2; exit 1; }
  fi
  [ -f local.settings.json ] || cp local.settings.sample.json local.settings.json
  cp local.settings.json "$app/"
  # With this variable set, the host takes itself for one in the cloud.
  unset CONTAINER_NAME
  (cd "$app" && func start --no-build)
}

case "${1:-}" in
  build) build ;;
  start) start ;;
  test) FANOUT_HOST=${FANOUT_HOST:-http://127.0.0.1:7071} exec ./eng/test.sh blackbox ;;
  *) echo "usage: eng/azure.sh build|start|test" >&2; exit 2 ;;
esac
