#!/usr/bin/env bash
# Does the main job with an installed aiplan, in a folder and a home of its own: bash scripts/smoke.sh /path/to/aiplan
set -euo pipefail
aiplan=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/home" "$folder/plan"
export HOME=$folder/home
cd "$folder/plan"

expect() { # expect TEXT FILE: the file must hold the text
    grep -qF -- "$1" "$2" || { printf 'smoke: %s is not in %s:\n' "$1" "$2" >&2; cat "$2" >&2; exit 1; }
}

"$aiplan" --version
"$aiplan" --help >help.txt
expect "schedule" help.txt
"$aiplan" init
"$aiplan" check
"$aiplan" schedule --json >before.json
expect '"schema_version": 1' before.json
task=$(sed -n '/^\[tasks\.[^]]*\]$/{s/^\[tasks\.\(.*\)\]$/\1/p;q;}' aiplan.toml)
cp aiplan.toml before.toml
"$aiplan" set "tasks.$task.duration" 77d
[ "$(diff before.toml aiplan.toml | grep -c '^>')" = 1 ] || { echo "smoke: set changed more than its line" >&2; exit 1; }
"$aiplan" schedule --json >after.json
! cmp -s before.json after.json || { echo "smoke: the schedule did not change" >&2; exit 1; }
"$aiplan" why "$task" >why.txt
"$aiplan" export markdown >roadmap.md
expect '```mermaid' roadmap.md
"$aiplan" schema >schema.json
expect '"$schema"' schema.json
echo "smoke: all well with $("$aiplan" --version)"
