#!/usr/bin/env bash
# The same app on Microsoft's Functions host.   ./eng/azure.sh build|start|run|test
#   build   publishes the app to artifacts/azure/app
#   start   build, then run
#   run     Azurite (from npm) if none is listening, then `func start` (Azure Functions Core Tools 4) on what was built; Ctrl-C ends both
#   test    build, then the whole black-box suite against a host of its own, the tests that kill it included. With FANOUT_HOST against
#           that one: its CharacterApi__BaseAddress has to be a SampleApi with 20,000 characters, and FANOUT_UPSTREAM the same address
# FANOUT_PORT is another port than that in local.settings.json. AzureWebJobsStorage in the environment is another storage than Azurite's.
# The packages come from the feeds that this machine uses; NUGET_CONFIG names another NuGet.config.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
app=$PWD/artifacts/azure/app
characters=20000
started=() # the process groups to end, the last one first
# In the environment, so that it holds for the project with the host's extensions too, which the build generates and restores.
if [ -n "${NUGET_CONFIG:-}" ]; then
  RestoreConfigFile=$(realpath "$NUGET_CONFIG")
  export RestoreConfigFile
fi

fail() { printf '%s\n' "$@" >&2; exit 1; }

# Starts a command as a process group of its own. A Ctrl-C then reaches this script alone, which ends one after the other: a host
# whose storage is gone before it waits for it and does not end.
background() {
  set -m
  "$@" </dev/null &
  set +m
  started+=("$!")
}

gone() { ! kill -0 -- "-$1" 2>/dev/null; }
last() { echo "${started[${#started[@]} - 1]}"; }
last_lives() { ! gone "$(last)"; }

# within 60 worth cmd …: tries until the command succeeds; fails after so many seconds, or once `worth` says that it is not worth waiting.
within() {
  local deadline=$((SECONDS + $1)) worth=$2
  shift 2
  until "$@"; do
    if [ "$SECONDS" -ge "$deadline" ] || ! "$worth"; then return 1; fi
    sleep 0.2
  done
}

end() {
  local status=$? group
  trap '' INT TERM HUP
  trap - EXIT
  while [ ${#started[@]} -gt 0 ]; do
    group=$(last)
    unset "started[${#started[@]} - 1]"
    kill -TERM -- "-$group" 2>/dev/null || true
    within 20 true gone "$group" || kill -KILL -- "-$group" 2>/dev/null || true
    wait "$group" 2>/dev/null || true
  done
  exit "$status"
}
trap end EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

need() {
  command -v func >/dev/null || fail \
    "Azure Functions Core Tools 4 is needed: https://learn.microsoft.com/azure/azure-functions/functions-run-local" \
    "or, with Node.js 22 or later: npm install --global azure-functions-core-tools@4"
  [ -n "${AzureWebJobsStorage:-}" ] || listening 10000 || command -v npx >/dev/null \
    || fail "npx is needed for Azurite: install Node.js 20 or later (https://nodejs.org)."
}

build() {
  dotnet publish src/Functions -c Release -o "$app" -v quiet -nologo
  for file in host.json functions.metadata extensions.json worker.config.json; do
    [ -f "$app/$file" ] || fail "The build left no $file in $app."
  done
  [ -d "$app/.fanout" ] || fail "The build left no folder .fanout in $app."
}

azurite_listens() { listening 10000 && listening 10001 && listening 10002; }

storage() {
  if [ -n "${AzureWebJobsStorage:-}" ] || listening 10000; then return; fi
  mkdir -p artifacts/azurite
  background npx --yes azurite@3.37.0 --silent --skipApiVersionCheck --location artifacts/azurite --disableTelemetry
  within 120 last_lives azurite_listens \
    || fail "Azurite did not start: it needs the ports 10000 to 10002 of this machine, and npm to get it from."
}

func_start() {
  [ -f "$app/host.json" ] || fail "There is nothing built in $app: ./eng/azure.sh build does it."
  [ -f local.settings.json ] || cp local.settings.sample.json local.settings.json
  cp local.settings.json "$app/"
  # With this variable set, the host takes itself for one in the cloud.
  unset CONTAINER_NAME
  # shellcheck disable=SC2086
  pushd "$app" >/dev/null
  background func start --no-build ${FANOUT_PORT:+--port $FANOUT_PORT}
  popd >/dev/null
}

run() {
  storage
  func_start
  wait "$(last)"
}

# A port that nothing listens on.
free_port() {
  local port
  for _ in $(seq 100); do
    port=$((20000 + RANDOM % 10000))
    listening "$port" || { echo "$port"; return; }
  done
}

healthy() { curl --silent --fail --output /dev/null "$FANOUT_HOST/api/health"; }

# The suite against a host that is started for it: SampleApi upstream, Azurite, func; the tests that kill hosts start theirs with `run`.
own_test() {
  build
  dotnet build src/SampleApi -c Release -v quiet -nologo
  local upstream
  upstream=$(free_port)
  FANOUT_PORT=${FANOUT_PORT:-$(free_port)}
  export FANOUT_PORT FANOUT_HOST=http://127.0.0.1:$FANOUT_PORT FANOUT_UPSTREAM=http://127.0.0.1:$upstream/api/
  export CharacterApi__BaseAddress=$FANOUT_UPSTREAM
  background dotnet run --project src/SampleApi -c Release --no-build -- --port "$upstream" --characters $characters
  storage
  func_start >"artifacts/azure/func.log" 2>&1
  within 120 last_lives healthy || {
    tail -n 40 artifacts/azure/func.log >&2
    fail "The host did not start; all that it said is in artifacts/azure/func.log."
  }
  FANOUT_START="${FANOUT_START:-$(printf %q "$PWD/eng/azure.sh") run}" ./eng/test.sh blackbox
}

case "${1:-}" in
  build) build; echo "$app" ;;
  start) need; build; run ;;
  run) need; run ;;
  test) if [ -n "${FANOUT_HOST:-}" ]; then ./eng/test.sh blackbox; else need; own_test; fi ;;
  *) echo "usage: eng/azure.sh build|start|run|test" >&2; exit 2 ;;
esac
