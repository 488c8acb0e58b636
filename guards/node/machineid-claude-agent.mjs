// @ts-check
/**
 * Claude Agent SDK: the guard before each prompt, tool call and further model call. Copy it beside `machineid-guard.mjs`.
 *
 *     query({ prompt, options: { hooks: guardHooks(guard) } })
 *     query({ prompt, options: { hooks: guardHooks(guard, { PreToolUse: [{ hooks: [mine] }] }) } })   // with hooks of your own
 *
 * What makes it fail closed, read in its source and seen with its CLI: a hook that throws, or takes longer than its timeout, lets the CLI
 * go on, so here every denial is an answer, `onFailure` is `block` and the timeout is longer than the guard's deadline. A `deny`
 * alone is only a text for the model: `continue: false` ends the run. The hook after a tool runs before the next model call.
 * With `exitOnDenial` the CLI gets its answer first, because a CLI whose program is gone goes on for a moment; the process ends half a
 * second later.
 *
 * Paths for which the SDK has no hook. Put `await guard.check('…')`, or `guard.protect`, at the beginning of that code:
 * - retries of one model call by the CLI, and its own small calls (titles, summaries): they ask nothing;
 * - the first model call of a sub-agent asks once, before the tool that starts it; its further ones ask after each of its tools;
 * - what runs inside a tool after it began: a shell command, a server of MCP, a background task;
 * - tools that the provider runs during a model call (web search);
 * - hooks, plugins and settings of the project and the user, which the CLI loads by itself: set `settingSources: []`;
 * - a CLI or a session that your own code resumes without these options.
 */

import { endProcess } from './machineid-guard.mjs'

const BEFORE = {
  UserPromptSubmit: 'a prompt',
  PreToolUse: 'a tool call',
  PostToolUse: 'the model call after a tool',
  PostToolUseFailure: 'the model call after a tool',
  SubagentStart: 'a sub-agent',
  SubagentStop: 'the model call after a sub-agent',
  PreCompact: 'a summary of the conversation',
}

/** More than any deadline of a guard, which denies by itself: a hook that the CLI gives up lets the work go on. */
const TIMEOUT_SECONDS = 30

/** In which the CLI reads that it must stop, before the process ends. */
const EXIT_AFTER_MS = 500

/**
 * The hooks of a run. Yours come after: the CLI runs the hooks of one event side by side, and one that denies is enough.
 * @param {import('./machineid-guard.mjs').Guard} guard
 * @param {Record<string, any[]>} [own]
 * @returns {Record<string, any[]>}
 */
export function guardHooks(guard, own = {}) {
  const asking = guard.withoutExit()
  /** @param {{ hook_event_name: string, tool_name?: string, agent_type?: string }} given */
  async function machineidGuard(given) {
    const event = given.hook_event_name
    const name = given.tool_name ?? given.agent_type
    const what = Object.entries(BEFORE).find(([known]) => known === event)?.[1] ?? event
    try {
      await asking.check(name ? `${what} ${name}` : what)
      return {}
    } catch (denied) {
      if (guard.exits) setTimeout(endProcess, EXIT_AFTER_MS)
      return stop(event, denied instanceof Error ? denied.message : 'not allowed')
    }
  }

  const matcher = { hooks: [machineidGuard], timeout: TIMEOUT_SECONDS, onFailure: 'block' }
  const guarded = Object.keys(BEFORE).map((event) => [event, [matcher, ...(own[event] ?? [])]])
  return { ...own, ...Object.fromEntries(guarded) }
}

/** What ends the run, whatever the event. @param {string} event @param {string} reason */
function stop(event, reason) {
  const answer = { continue: false, stopReason: reason, reason }
  if (event !== 'PreToolUse') return { ...answer, decision: 'block' }
  return {
    ...answer,
    hookSpecificOutput: { hookEventName: event, permissionDecision: 'deny', permissionDecisionReason: reason },
  }
}
