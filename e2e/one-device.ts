/** A console with one agent that a journey stops, and what the authority answers that agent. */
import { AGENT_KEY, type RunningConsole, startConsole } from './running-console'

const DEVICE = 'crewai:prod:runner:01'

async function call({ authority }: RunningConsole, act: 'register' | 'validate'): Promise<Response> {
  return fetch(`${authority.url}/api/v1/devices/${act}`, {
    method: 'POST',
    headers: { 'x-org-key': AGENT_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ deviceId: DEVICE }),
  })
}

export async function startWithDevice(): Promise<RunningConsole> {
  const running = await startConsole()
  await call(running, 'register')
  return running
}

/** True if the agent is denied now. */
export async function isDenied(running: RunningConsole): Promise<boolean> {
  return !((await (await call(running, 'validate')).json()) as { allowed: boolean }).allowed
}
