#!/usr/bin/env bash
# Takes the pictures of the terminal anew, of the real thing: fanout in a terminal of 88 columns.   ./docs/images/terminal.sh
# Needs tmux, Node.js and a Chromium.
set -euo pipefail
cd "$(dirname "$0")/../.."
images=$PWD/docs/images columns=88
chromium=${CHROMIUM_PATH:-$(command -v chromium || command -v google-chrome)}
dotnet build src/Cli -c Release -v quiet -nologo
program=$(find "$PWD/artifacts/bin/Cli" -name fanout.dll | head -1)
scratch=$(mktemp -d)
terminal() { tmux -L "fanout-pictures-$$" "$@"; }
trap 'terminal kill-server 2>/dev/null || true; rm -rf "$scratch"' EXIT

screen() { terminal capture-pane -p -e -t it; }

await() { # await <text> [<another>]: until the screen shows it, both at once, for a minute at most
  local seen
  for _ in $(seq 600); do
    seen=$(screen)
    if grep -q -- "$1" <<<"$seen" && grep -q -- "${2:-}" <<<"$seen"; then return; fi
    sleep 0.1
  done
  echo "The screen never showed '$1':" >&2; screen >&2; exit 1
}

picture() { # picture <name>: what the screen shows now, but for the prompt
  screen | grep -vxE $'(\e\\[[0-9;]*m)*\\$ *' >"$scratch/$1.txt"
  node "$images/terminal.mjs" "$columns" <"$scratch/$1.txt" >"$scratch/$1.html"
  local lines; lines=$(sed -e :a -e '/^[[:space:]]*$/{$d;N;ba' -e '}' "$scratch/$1.txt" | wc -l)
  "$chromium" --headless --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=1.5 \
    --window-size=$((columns * 17 / 2 + 40)),$((lines * 91 / 5 + 42)) --screenshot="$images/$1.png" "file://$scratch/$1.html" 2>/dev/null
}

type() { terminal send-keys -t it "clear; $1" Enter; }

fanout="fanout() { dotnet '$program' \"\$@\"; }; PS1='$ '; clear"
terminal -f /dev/null new-session -d -s it -x "$columns" -y 48 "cd '$scratch' && exec bash --norc"
terminal send-keys -t it "$fanout" Enter
type "fanout run 1-3000 --sample-characters 2996 --sample-latency exp:60ms --sample-fail 0.02 --sample-malformed 0.0015"
await '\(8\|9\|10\) of 15 batches' '[12][0-9] in flight'
picture terminal-run
await 'failed ids'; await '\$$'
picture terminal-report
type "fanout compare 1-99"
await 'Lost: those'; await '\$$'
picture terminal-compare
ls -l "$images"/terminal-*.png
