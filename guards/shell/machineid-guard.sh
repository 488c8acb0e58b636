#!/bin/sh
# A guard for shell loops: it asks MachineID before each unit of work, and denies unless the answer is a clear yes.
# Copy this file into your repository. It needs a POSIX shell and curl, and nothing else.
#
#   export MACHINEID_BASE_URL=… MACHINEID_ORG_KEY=… MACHINEID_DEVICE_ID=shell:prod:runner:01
#   ./machineid-guard.sh register || exit 77              # once, at the start
#   while read -r task; do
#     ./machineid-guard.sh check "task $task" || exit 77  # before each unit of work
#     ./work "$task"
#   done
#   ./machineid-guard.sh run rsync -a out/ backup/        # or: ask, then become the command
#
# Exit code 0 is a yes, 77 a denial. The rule: only HTTP 200 with a JSON object whose `allowed` is the JSON `true`, within two seconds
# (MACHINEID_GUARD_SECONDS: 1, 2 or 3), is a yes. A shell has no JSON parser, so an object inside the object, or a `\` in a text, is a denial too. No answer is kept for later.
#
# Paths without a guard: what a command does after it began; a pipeline or a background job whose exit code no line looks at; a
# shell that ignores the exit code: write `|| exit 77` each time, `set -e` does not hold inside `if`, `&&` and functions.
set -u
LC_ALL=C
export LC_ALL
unset CDPATH ENV BASH_ENV 2>/dev/null

SECONDS_MAX=${MACHINEID_GUARD_SECONDS:-2}
SPACE='[[:space:]]*'
TEXT='"[^"\\]*"'
VALUE="($TEXT|true|false|null|-?[0-9][0-9.eE+-]*)"
PAIR="$SPACE$TEXT$SPACE:$SPACE$VALUE$SPACE"
OBJECT="^$SPACE\\{$PAIR(,$PAIR)*\\}$SPACE\$"

deny() {
  printf 'machineid-guard: denied device="%s" before="%s" code="%s" request_id="%s"\n' \
    "$(clean "$id")" "$(clean "$before")" "$(clean "$1")" "$(clean "${2:--}")" >&2
  exit 77
}

# One short line, whatever came over the network.
clean() {
  printf '%s' "$1" | tr -d '\000-\037\177"\\' | cut -c 1-200
}

# The text of a field of the reply, if it has one.
field() {
  printf '%s' "$reply" | sed -nE "s/.*\"$1\"$SPACE:$SPACE\"([^\"\\\\]*)\".*/\\1/p"
}

# Whether the reply has this field exactly once, with exactly this value.
has() {
  [ "$(printf '%s' "$reply" | grep -oE "\"$1\"" | wc -l)" -eq 1 ] &&
    printf '%s' "$reply" | grep -qE "[{,]$SPACE\"$1\"$SPACE:$SPACE$2$SPACE[,}]"
}

# Posts `register` or `validate`; sets `reply`. The key goes through standard input: arguments can be read by every user of the machine.
ask() {
  answer=$(
    printf 'header = "x-org-key: %s"\n' "$MACHINEID_ORG_KEY" |
      curl -q --config - --silent --max-time "$SECONDS_MAX" --max-redirs 0 --max-filesize 65536 --proto '=http,https' \
        --header 'content-type: application/json' --header 'accept-encoding: identity' --data-raw "{\"deviceId\":\"$escaped\"}" \
        --write-out '\n%{http_code}' "${MACHINEID_BASE_URL%/}/api/v1/devices/$1"
  ) || deny "GUARD_CURL_$?"
  status=${answer##*
}
  reply=$(printf '%s' "${answer%
*}" | tr '\r\n' '  ')
  case $reply in *"$MACHINEID_ORG_KEY"*) deny GUARD_UNCLEAR ;; esac
  printf '%s' "$reply" | grep -qE "$OBJECT" || deny GUARD_UNCLEAR
  # 200 for a yes; a denial keeps the code that it came with.
  [ "$status" = 200 ] || deny "$(field error || true)$(field code || true) HTTP $status" "$(field request_id)"
}

register() {
  ask register
  has status '"(ok|exists)"' || deny "$(field error)" "$(field request_id)"
}

check() {
  ask validate
  has allowed true || deny "$(field code)" "$(field request_id)"
}

id=${MACHINEID_DEVICE_ID:-}
before=${2:-work}
[ "${1:-}" = run ] && [ $# -ge 2 ] && before="command $2"
command -v curl >/dev/null 2>&1 || deny GUARD_NO_CURL
case ${MACHINEID_BASE_URL:-} in http://?*|https://?*) ;; *) deny GUARD_CONFIGURATION ;; esac
case ${MACHINEID_BASE_URL} in *[!!-~]*|*[@?#\"\\]*) deny GUARD_CONFIGURATION ;; esac
case $SECONDS_MAX in 1|2|3) ;; *) deny GUARD_CONFIGURATION ;; esac
case ${MACHINEID_ORG_KEY:-} in ''|*[!A-Za-z0-9_.-]*) deny GUARD_CONFIGURATION ;; esac
case $MACHINEID_ORG_KEY in
  org_enrol_*)
    # Its register would get a device key, once, and lose it.
    echo 'machineid-guard: MACHINEID_ORG_KEY is an enrolment key, and this guard keeps no key. Set it to a device key or an agent key.' >&2
    deny GUARD_CONFIGURATION
    ;;
esac
case $id in ''|*[[:cntrl:]]*) deny GUARD_CONFIGURATION ;; esac
escaped=$(printf '%s' "$id" | sed 's/[\\"]/\\&/g')

case ${1:-} in
  register) register ;;
  check) check ;;
  run)
    [ $# -ge 2 ] || deny GUARD_NO_COMMAND
    check
    shift
    exec "$@"
    ;;
  *)
    echo 'Use: machineid-guard.sh register | check [WHAT] | run COMMAND…' >&2
    exit 77
    ;;
esac
