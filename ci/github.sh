#!/usr/bin/env bash
# What action.yml runs: findings as annotations, what changes as a comment, or in the job summary where no comment can
# be written. Everything comes in through the environment, so that no title, branch or path is ever read as a command.
#
# AIPLAN_PATH          a plan, or a folder
# AIPLAN_BASE          commit to compare with; empty, or unknown here: nothing is compared
# AIPLAN_PULL_REQUEST  number of the pull request; empty: no comment
# AIPLAN_COMMENT       true: write a comment
# AIPLAN_FAIL_LEVEL, AIPLAN_FAIL_ON, AIPLAN_AS_OF: as the options of the same names
set -uo pipefail

path=${AIPLAN_PATH:-.}
base=${AIPLAN_BASE:-}
marker='<!-- aiplan:diff -->'
limit=60000 # GitHub takes 65,536 characters
work=$(mktemp -d "${RUNNER_TEMP:-/tmp}/aiplan.XXXXXX")
body=$work/plan-changes.md
worst=0
dated=()
[ -z "${AIPLAN_AS_OF:-}" ] || dated=(--as-of "$AIPLAN_AS_OF")
gates=()
[ -z "${AIPLAN_FAIL_ON:-}" ] || gates=(--fail-on "$AIPLAN_FAIL_ON")

worse() { [ "$1" -le "$worst" ] || worst=$1; }

if [ "$(git rev-parse --is-shallow-repository 2>/dev/null)" = true ]; then
    echo "::error title=aiplan::The history is cut off; give actions/checkout the option fetch-depth: 0"
    exit 2
fi
case $base in *[!0]*) ;; *) base="" ;; esac # a new branch has a base of zeros
if [ -n "$base" ] && ! git rev-parse --quiet --verify "$base^{commit}" >/dev/null; then
    echo "::notice title=aiplan::Commit $base is not here; nothing is compared"
    base=""
fi
compared=()
if [ -n "$base" ]; then
    base=$(git merge-base "$base" HEAD || echo "$base")
    compared=(--base "$base")
fi

aiplan check --output-format github --fail-level "${AIPLAN_FAIL_LEVEL:-error}" \
    ${dated[@]+"${dated[@]}"} ${compared[@]+"${compared[@]}"} -- "$path"
worse $?

# ---------------------------------------------------------------- what changes

# Tell whether a plan could be read at the base.
was_readable() {
    git show "$base:./$1" >"$work/base.plan.toml" 2>/dev/null || return 0
    aiplan check --select AIP002 -- "$work/base.plan.toml" >/dev/null 2>&1
    [ $? -ne 2 ]
}

: >"$body"
if [ -n "$base" ]; then
    plans=(':(glob)**/aiplan.toml' ':(glob)**/*.plan.toml')
    [ ! -f "$path" ] || plans=(":(literal)$path")
    changed=()
    while IFS= read -r -d '' name; do
        changed+=("$name")
    done < <(git diff --relative --name-only -z --diff-filter=d "$base" HEAD -- "${plans[@]}")
    room=$((limit / (${#changed[@]} ? ${#changed[@]} : 1)))
    for name in ${changed[@]+"${changed[@]}"}; do
        aiplan diff --format markdown --max-chars "$room" ${dated[@]+"${dated[@]}"} ${gates[@]+"${gates[@]}"} \
            "--file=$name" "$base" >"$work/one.md"
        code=$?
        if [ "$code" -eq 2 ] && ! was_readable "$name"; then
            code=0 # the change that mends a broken plan is not to be stopped by what it mends
            printf '%s\n%s\n' "$marker" "A plan could not be read at the base, so that nothing is compared." >"$work/one.md"
        fi
        worse "$code"
        if [ ! -s "$work/one.md" ]; then
            printf '%s\n\n' "$marker" "A plan could not be compared; the log of the job says why." >"$work/one.md"
        fi
        [ ! -s "$body" ] || printf '\n---\n\n' >>"$body"
        cat "$work/one.md" >>"$body"
    done
fi
[ -z "${GITHUB_OUTPUT:-}" ] || echo "summary=$body" >>"$GITHUB_OUTPUT"

# ---------------------------------------------------------------- where it goes

to_summary() { [ -z "${GITHUB_STEP_SUMMARY:-}" ] || cat "$body" >>"$GITHUB_STEP_SUMMARY"; }

# Write the comment, in the place of an earlier one.
to_comment() {
    local place="repos/$GITHUB_REPOSITORY/issues" earlier
    earlier=$(gh api --paginate "$place/$AIPLAN_PULL_REQUEST/comments" \
        --jq ".[] | select(.user.type == \"Bot\" and (.body | startswith(\"$marker\"))) | .id" 2>"$work/gh.err") || return 1
    earlier=${earlier%%$'\n'*}
    if [ -n "$earlier" ]; then
        [ -s "$body" ] || printf '%s\n%s\n' "$marker" "No plan differs from the base any more." >"$body"
        gh api --method PATCH "$place/comments/$earlier" --field "body=@$body" >/dev/null 2>"$work/gh.err"
    elif [ -s "$body" ]; then
        gh api --method POST "$place/$AIPLAN_PULL_REQUEST/comments" --field "body=@$body" >/dev/null 2>"$work/gh.err"
    fi
}

if [ -n "${AIPLAN_PULL_REQUEST:-}" ] && [ "${AIPLAN_COMMENT:-true}" = true ]; then
    if ! to_comment; then
        echo "No comment could be written (a fork's token may only read); see the job summary."
        to_summary
    fi
else
    to_summary
fi
exit "$worst"
