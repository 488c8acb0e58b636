import { beforeEach, expect, it } from 'vitest'
import { signedOut, signInFirst, signInRequest } from './signed-out'

const opened: string[] = []
const stop = () => signInFirst(() => opened.push('stop'), { worksIdle: true })
const resume = () => signInFirst(() => opened.push('resume'), { worksIdle: false })

beforeEach(() => {
  opened.length = 0
  signedOut.set(false)
  signInRequest.set(null)
})

it('opens a question at once while signed in', () => {
  stop()
  resume()
  expect(opened).toEqual(['stop', 'resume'])
  expect(signInRequest.get()).toBeNull()
})

it('asks for the sign-in first where the session has ended, and keeps what was pressed', () => {
  signedOut.set('ended')
  stop()
  expect(opened).toEqual([])
  signInRequest.get()?.ask?.()
  expect(opened).toEqual(['stop'])
})

it('never puts a sign-in before a stop of an idle session, which can stop; it does before a resume', () => {
  signedOut.set('idle')
  stop()
  expect([opened, signInRequest.get()]).toEqual([['stop'], null])
  resume()
  expect(opened).toEqual(['stop'])
  expect(signInRequest.get()).not.toBeNull()
})
