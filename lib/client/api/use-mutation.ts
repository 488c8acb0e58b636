'use client'
import { type UseMutationOptions, type UseMutationResult, useMutation as useAnyMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import { signedOut } from '../state/signed-out'
import { isSignedOutError } from './error-detail'

/**
 * A mutation that forgets its refusal for want of a session once the person is signed in again: no form goes on saying "You are not
 * signed in" to a person who is. Every change of the console goes through it.
 */
export function useMutation<Data = unknown, Variables = void, Context = unknown>(
  options: UseMutationOptions<Data, Error, Variables, Context>,
): UseMutationResult<Data, Error, Variables, Context> {
  const mutation = useAnyMutation(options)
  const { error, reset } = mutation
  const isOver = isSignedOutError(error)
  useEffect(
    () =>
      signedOut.subscribe(() => {
        if (isOver && signedOut.get() === false) reset()
      }),
    [isOver, reset],
  )
  return mutation
}
