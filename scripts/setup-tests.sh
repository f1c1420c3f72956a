#!/usr/bin/env bash
# The journeys of test/ drive the terminal interface in tmux, and the page in Chromium; the store of documents runs on
# PostgreSQL too. Installs them where they are missing and where this may be done. Never fails: without them those tests
# say aloud that they did not run, and in CI the run fails by that.
set -uo pipefail

has_chromium() {
  command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 ||
    command -v google-chrome >/dev/null 2>&1
}

# Debian puts each version in a folder that is in no PATH.
has_postgres() {
  command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1
}

missing=()
command -v tmux >/dev/null 2>&1 || missing+=(tmux)
has_chromium || missing+=(chromium)
has_postgres || missing+=(postgresql)
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing ${missing[*]}, which tests need." >&2
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -y --no-install-recommends "${missing[@]}" >/dev/null 2>&1 ||
    { apt-get update >/dev/null 2>&1 && apt-get install -y --no-install-recommends "${missing[@]}" >/dev/null 2>&1; }
fi

command -v tmux >/dev/null 2>&1 || echo "tmux is missing, and could not be installed here: install it to run the terminal tests." >&2
has_chromium || echo "Chromium is missing, and could not be installed here: install it to test the page." >&2
has_postgres || echo "PostgreSQL is missing, and could not be installed here: install it to test the store on it." >&2
exit 0
