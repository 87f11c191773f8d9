#!/usr/bin/env bash
# Runs the tests.   ./eng/test.sh [suite …]
#   (none)     everything that CI runs
#   unit       the rooms' own tests: no browser; Azurite, from npm
#   e2e        whole processes, a real browser
#   infra      the Bicep template: built, linted, and held to its rules; the queries, held to Kusto's; the workflows
#   blackbox   the HTTP suite against a running host: FANOUT_HOST=http://127.0.0.1:7071 [FANOUT_KEY=…] [FANOUT_SYSTEM_KEY=…],
#              and against hosts that the tests start and kill: FANOUT_START='command that runs one in the foreground on FANOUT_PORT'
# Ends with the line "N passed, N failed"; exits non-zero when anything failed or did not run.
set -euo pipefail
cd "$(dirname "$0")/.."
configuration=${CONFIGURATION:-Release}

unit=(FanOut Characters DurableTask.Sqlite FunctionsHost Embedded.DurableTask Embedded.Functions SampleApi Functions Cli Architecture Conformance)
passed=0 failed=0 broken=()

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

run() { # run <test project> [arguments …]: one project's tests, counted
  local name=$1 out status=0; shift
  out=$(mktemp)
  echo "== $name"
  dotnet test --project "tests/$name" -c "$configuration" --no-build --no-progress "$@" >"$out" 2>&1 || status=$?
  local ok bad
  ok=$(sed -n 's/^ *succeeded: \([0-9]*\).*/\1/p' "$out" | tail -1)
  bad=$(sed -n 's/^ *failed: \([0-9]*\).*/\1/p' "$out" | tail -1)
  local skipped
  skipped=$(sed -n 's/^ *skipped: \([0-9]*\).*/\1/p' "$out" | tail -1)
  passed=$((passed + ${ok:-0})); failed=$((failed + ${bad:-0}))
  if [ "$status" -ne 0 ] || [ "${ok:-0}" -eq 0 ] || [ "${skipped:-0}" -ne 0 ]; then
    broken+=("$name")
    cat "$out"
    # A run that crashed, ran nothing or skipped something counts as failed even if no single test did.
    [ "${bad:-0}" -gt 0 ] || failed=$((failed + 1))
  else
    echo "   $ok passed"
  fi
  rm -f "$out"
}

build() { dotnet build "$1" -c "$configuration" -v quiet -nologo; }

suites=("$@"); [ ${#suites[@]} -gt 0 ] || suites=(unit e2e infra)
for suite in "${suites[@]}"; do
  case $suite in
    unit)
      need_npm tests/Functions.Tests
      build Functions.sln
      for room in "${unit[@]}"; do run "$room.Tests"; done ;;
    e2e)
      need_chromium
      need_npm tests/EndToEnd
      build tests/EndToEnd
      run EndToEnd ;;
    infra)
      need_npm tests/Infra.Tests/Kusto
      build tests/Infra.Tests
      run Infra.Tests ;;
    blackbox)
      : "${FANOUT_HOST:?set FANOUT_HOST to the base address of a running host, such as http://127.0.0.1:7071}"
      build tests/EndToEnd
      if [ -n "${FANOUT_START:-}" ]; then
        run EndToEnd --filter-trait "suite=blackbox" --filter-trait "suite=restart"
      else
        run EndToEnd --filter-trait "suite=blackbox"
        echo "   Not run: a host killed in the middle, and the timer. They need FANOUT_START, such as './eng/azure.sh run'."
      fi ;;
    *)
      echo "'$suite' is no suite: use unit, e2e, infra or blackbox." >&2; exit 2 ;;
  esac
done

[ ${#broken[@]} -eq 0 ] || echo "Not green: ${broken[*]}" >&2
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
