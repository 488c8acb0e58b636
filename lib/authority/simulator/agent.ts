/**
 * One agent, doing what the guide asks of every agent: register at start, validate before each unit of work, and work only
 * on a plain yes. A no ends it; an error, a timeout or a reply it cannot read means no work until a yes comes.
 */
import type { Answer, Transport } from './transport'

export type AgentState = 'starting' | 'working' | 'held' | 'denied' | 'ended' | 'stopped'

/** What is reported of an agent. Times are milliseconds; `afterMs` counts from its last allowed validate, null without one. */
export type FleetEvent =
  | { event: 'started'; deviceId: string; again: boolean }
  | { event: 'held'; deviceId: string; message: string }
  | { event: 'denied' | 'ended'; deviceId: string; code: string; requestId: string; afterMs: number | null }

export type AgentOptions = {
  deviceId: string
  intervalMs: number
  /** It validates for the first time within this; without it, within its interval. */
  firstWithinMs?: number
  transport: Transport
  respawn: boolean
  ignoreDenials: boolean
  tell: (event: FleetEvent) => void
}

const text = (value: unknown, otherwise: string) => (typeof value === 'string' && value !== '' ? value : otherwise)

export class Agent {
  state: AgentState = 'starting'
  allowed = 0
  denied = 0
  errors = 0
  /** Units of pretend work done; each follows one allowed validate. */
  worked = 0
  lastCode: string | null = null
  lastAllowedAt: number | null = null
  private registered = false
  private lives = 0
  private timer: NodeJS.Timeout | null = null

  constructor(private readonly options: AgentOptions) {}

  get deviceId(): string {
    return this.options.deviceId
  }

  /** Starts somewhere within the first interval, so that agents do not validate at the same moments. */
  start(): void {
    const { intervalMs, firstWithinMs = intervalMs } = this.options
    this.wait((Math.random() * Math.min(firstWithinMs, intervalMs)) / intervalMs)
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer)
    if (this.state !== 'ended') this.state = 'stopped'
  }

  private wait(share = 0.9 + Math.random() * 0.2): void {
    this.timer = setTimeout(() => void this.turn(), this.options.intervalMs * share)
  }

  private async turn(): Promise<void> {
    const { transport, deviceId } = this.options
    try {
      if (!this.registered) await transport.call('register', deviceId)
      const answer = await transport.call('validate', deviceId)
      if (this.state === 'stopped') return
      this.registered = true
      if (answer.status === 200 && answer.body.allowed === true) this.work()
      else this.refused(answer)
    } catch (error) {
      if (this.state === 'stopped') return
      this.hold((error as Error).message || (error as Error).name)
    }
    if (this.state !== 'ended' || this.options.respawn) this.wait()
  }

  private work(): void {
    this.allowed += 1
    this.worked += 1
    this.lastCode = 'ALLOW'
    this.lastAllowedAt = performance.now()
    if (this.state === 'working') return
    const again = this.lives > 0
    this.lives += 1
    this.state = 'working'
    this.options.tell({ event: 'started', deviceId: this.deviceId, again })
  }

  /** Only a reply with `allowed: false` is a denial; anything else is a fault, and holds. */
  private refused({ status, body }: Answer): void {
    if (body.allowed !== false || status >= 500 || status === 429) {
      this.hold(`HTTP ${status}: ${text(body.message ?? body.reason, 'no decision in the reply')}`)
      return
    }
    this.denied += 1
    this.lastCode = text(body.code, `HTTP ${status}`)
    const event = this.options.ignoreDenials ? 'denied' : 'ended'
    const known = this.state === event
    this.state = event
    // What starts again is a fresh process: it registers first.
    if (event === 'ended') this.registered = false
    if (known) return
    const afterMs = this.lastAllowedAt === null ? null : Math.round(performance.now() - this.lastAllowedAt)
    const requestId = text(body.request_id ?? body.requestId, 'none')
    this.options.tell({ event, deviceId: this.deviceId, code: this.lastCode, requestId, afterMs })
  }

  private hold(message: string): void {
    this.errors += 1
    if (this.state === 'held' || this.state === 'ended' || this.state === 'denied') return
    this.state = 'held'
    this.options.tell({ event: 'held', deviceId: this.deviceId, message })
  }
}
