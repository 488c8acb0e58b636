#!/bin/sh
# A loop that works on one task after the other, and asks before each step.
# Put your own work in the place of the comments.
cd "$(dirname "$0")" || exit 77
[ -n "${MACHINEID_DEVICE_ID:-}" ] || MACHINEID_DEVICE_ID='example:dev:runner:01'
export MACHINEID_DEVICE_ID
guard() { sh ./machineid-guard.sh "$@"; }

guard register || exit 77
guard check start || exit 77 # boundary: startup

number=0
while :; do
  number=$((number + 1))
  guard check "task $number" || exit 77 # boundary: kickoff
  # Your model call.
  guard check 'a model call' || exit 77 # boundary: model
  plan="plan of task $number"
  # Your tool call.
  guard check 'a tool call' || exit 77 # boundary: tool
  result="result of the $plan"
  # What cannot be taken back: a write, a payment, a message.
  guard check 'a side effect' || exit 77 # boundary: effect
  echo "$result"
  sleep 1
done
