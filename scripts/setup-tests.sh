#!/usr/bin/env bash
# The journeys of test/ drive the terminal interface in tmux: installs it where it is missing and where this may be
# done. Never fails: without tmux those tests say aloud that they did not run, and in CI the run fails by that.
set -uo pipefail

command -v tmux >/dev/null 2>&1 && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing tmux, which the terminal tests need." >&2
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -y --no-install-recommends tmux >/dev/null 2>&1 ||
    { apt-get update >/dev/null 2>&1 && apt-get install -y --no-install-recommends tmux >/dev/null 2>&1; }
fi

command -v tmux >/dev/null 2>&1 || echo "tmux is missing, and could not be installed here: install it to run the terminal tests." >&2
exit 0
