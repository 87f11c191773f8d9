#!/usr/bin/env bash
# Runs the tests.   ./eng/test.sh [suite …]
#   (none)     everything that CI runs, several at a time
#   unit       the rooms' own tests: no browser; Azurite, from npm
#   e2e        whole processes, a real browser; the HTTP suite once more with the task hub on Azurite
#   infra      the Bicep template: built, linted, and held to its rules; the queries, held to Kusto's; the workflows
#   blackbox   the HTTP suite against a running host: FANOUT_HOST=http://127.0.0.1:7071 [FANOUT_KEY=…] [FANOUT_SYSTEM_KEY=…],
#              and against hosts that the tests start and kill: FANOUT_START='command that runs one in the foreground on FANOUT_PORT'
# Ends with the line "N passed, N failed"; exits non-zero when anything failed or did not run.
set -euo pipefail
cd "$(dirname "$0")/.."
configuration=${CONFIGURATION:-Release}

rooms=(Functions Cli FunctionsHost DurableTask.Sqlite FunctionsHost.Reference Characters SampleApi FanOut Architecture) # the longest first
limit=1500 # seconds, for one project: a hang is a failure
together=2 # so many runs at a time: whole processes wait more than they work
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

need_npm() { # folders whose package-lock.json has to be installed
  command -v npm >/dev/null || { echo "npm is needed for these tests: install Node.js 20 or later (https://nodejs.org)." >&2; exit 1; }
  for folder in "$@"; do
    if [ -f "$folder/package-lock.json" ] && [ ! -d "$folder/node_modules" ]; then
      (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error)
    fi
  done
}

need_chromium() {
  for candidate in "${CHROMIUM_PATH:-}" chromium chromium-browser google-chrome; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null && return
  done
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    apt-get update -qq && apt-get install -y -qq chromium >/dev/null
  else
    echo "A Chromium is needed for the browser tests: install one, or name it in CHROMIUM_PATH." >&2
    exit 1
  fi
}

count() { sed -n "s/^ *$2: \([0-9]*\).*/\1/p" "$1" | tail -1; }

run() { # run <name> <test project> [arguments …]: one run of a project's tests; what came of it stands in $results
  local name=$1 project=$2 status=0 started=$SECONDS ok bad skipped
  local out=$results/$name.out
  shift 2
  timeout -s KILL "$limit" dotnet test --project "tests/$project" -c "$configuration" --no-build --no-progress "$@" >"$out" 2>&1 || status=$?
  ok=$(count "$out" succeeded) bad=$(count "$out" failed) skipped=$(count "$out" skipped)
  if [ "$status" -ne 0 ] || [ "${ok:-0}" -eq 0 ] || [ "${skipped:-0}" -ne 0 ]; then
    # A run that crashed, ran nothing or skipped something counts as failed even if no single test did.
    [ "${bad:-0}" -gt 0 ] || bad=1
    { echo "== $name: not green, $((SECONDS - started)) s"; cat "$out"; }
    { echo "== $name:"; grep -A 15 '^failed ' "$out" || tail -5 "$out"; } >>"$results/failures"
  else
    echo "== $name: $ok passed, $((SECONDS - started)) s"
  fi
  echo "${ok:-0} ${bad:-0} $name" >>"$results/counts"
}

room() { run "$1" "$1.Tests"; }

unit() { for room in "${rooms[@]}"; do room "$room"; done; }

infra() { room Infra; }

e2e() { run EndToEnd EndToEnd --filter-not-trait "suite=pictures"; }

azurite() {
  # The recorded answers are compared above: how often a batch waits in its history depends on how fast the store is.
  FANOUT_STORAGE=azure run "EndToEnd on Azurite" EndToEnd --filter-trait "suite=blackbox" --filter-trait "suite=restart" \
    --filter-not-class "*ManagementAnswersTests"
}

together() { # together <command> …: the next one begins as soon as one of those that run has ended
  local command running=0
  for command in "$@"; do
    if [ "$running" -eq "$together" ]; then
      wait -n
      running=$((running - 1))
    fi
    $command &
    running=$((running + 1))
  done
  for (( ; running > 0; running--)); do wait -n; done
}

blackbox() {
  : "${FANOUT_HOST:?set FANOUT_HOST to the base address of a running host, such as http://127.0.0.1:7071}"
  if [ -n "${FANOUT_START:-}" ]; then
    run EndToEnd EndToEnd --filter-trait "suite=blackbox" --filter-trait "suite=restart"
  else
    run EndToEnd EndToEnd --filter-trait "suite=blackbox"
    echo "   Not run: a host killed in the middle, and the timer. They need FANOUT_START, such as './eng/azure.sh run'."
  fi
}

suites=("$@") all=
[ ${#suites[@]} -gt 0 ] || { suites=(unit infra e2e); all=yes; }
for suite in "${suites[@]}"; do
  case $suite in
    unit) need_npm tests/Functions.Tests ;;
    e2e) need_chromium; need_npm tests/Functions.Tests tests/EndToEnd ;;
    infra) need_npm tests/Infra.Tests/Kusto ;;
    blackbox) ;;
    *) echo "'$suite' is no suite: use unit, e2e, infra or blackbox." >&2; exit 2 ;;
  esac
done

dotnet build Functions.sln -c "$configuration" -v quiet -nologo
if [ -n "$all" ]; then
  together e2e azurite infra "${rooms[@]/#/room }"
else
  for suite in "${suites[@]}"; do
    "$suite"
    [ "$suite" != e2e ] || azurite
  done
fi

red=$(awk '$2 > 0 { $1 = $2 = ""; print }' "$results/counts")
[ -z "$red" ] || { cat "$results/failures"; echo "Not green:" $red; } >&2
awk '{ passed += $1; failed += $2 } END { print passed " passed, " failed " failed"; exit failed > 0 }' "$results/counts"
