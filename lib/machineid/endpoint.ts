/** The one way from a method of the client to the wire and back: send, judge, hand over the body. */
import type { Secret } from '@/lib/domain/secret'
import type { CallOptions } from './client'
import { type Answer, type JudgeContext, judgeReply, unreadable } from './judge-reply'
import type { Transport, UpstreamCall, UpstreamReply } from './transport'

export type Endpoint = UpstreamCall & Omit<JudgeContext, 'authority' | 'orgKey'>

export type Caller = {
  readonly transport: Transport
  ask(endpoint: Endpoint, options?: CallOptions): Promise<Answer>
  /** Judges a reply that `transport.send` gave. */
  judge(reply: UpstreamReply, endpoint: Endpoint): Answer
  /** The fault for an answer without what was requested. */
  unreadable(endpoint: Endpoint, what: string, requestId?: string): Error
}

export function createCaller(transport: Transport, orgKey: Secret): Caller {
  const context = (endpoint: Endpoint): JudgeContext => ({
    ...endpoint,
    authority: transport.authority,
    orgKey: orgKey.reveal(),
  })
  const judge = (reply: UpstreamReply, endpoint: Endpoint) => judgeReply(reply, context(endpoint))
  return {
    transport,
    judge,
    ask: async (endpoint, options) => judge(await transport.send(endpoint, options), endpoint),
    unreadable: (endpoint, what, requestId) => unreadable(context(endpoint), what, requestId),
  }
}
