/** Faults between the console and a real authority: everything passes but what the test takes away. */
import { type Fault, raw } from './faults'
import { passOn } from './pass-on'

/** Hands the request on and answers as the authority did. */
export const forward =
  (authorityUrl: string): Fault =>
  async (socket, request) => {
    const answer = await passOn(authorityUrl, request).catch(() => null)
    // An authority that has gone away gives no answer.
    if (!answer) return void socket.destroy()
    const { status, body } = answer
    if (!socket.destroyed) await raw(status, body, { 'content-type': 'application/json' })(socket, request)
  }

/** Hands the request on, then answers in its own way. */
export const afterApplying =
  (authorityUrl: string, answer: Fault): Fault =>
  async (socket, request) => {
    await passOn(authorityUrl, request).catch(() => undefined)
    if (!socket.destroyed) await answer(socket, request)
  }

/** Hands the request on, then loses the answer. */
export const applyThenLose = (authorityUrl: string): Fault =>
  afterApplying(authorityUrl, (socket) => void socket.destroy())
