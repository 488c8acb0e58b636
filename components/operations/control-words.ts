import { actTitle, devices, number, operationTitle } from '@/components/words/operation-words'
import type { ControlAct } from '@/lib/client/api/control-operation'
import { isStop, type Operation } from '@/lib/domain/operation'
import { type OperationProgress, unansweredDevices } from '@/lib/domain/progress'

/** `button` opens it, or does it where nothing is asked; `go` confirms; `back` is the way out. */
export type ControlWords = { button: string; title: string; about: string; go: string; back: string }

/** Words of the dialog before an operation is held up, goes on, or is tried again. */
export function controlWords(act: ControlAct, operation: Operation, progress?: OperationProgress): ControlWords {
  const what = operation.fence ? actTitle(operation) : operationTitle(operation)
  const stop = isStop(operation.kind)
  const left = progress ? unansweredDevices(progress) : null
  const rest = left ? `What was not answered, ${devices(left)},` : 'What was not answered'
  if (act === 'pause')
    return {
      button: 'Pause',
      title: `Pause the ${what}?`,
      about: stop
        ? 'This holds up a stop: agents that were not reached yet go on working until it is continued.'
        : 'Nothing more is sent until it is continued.',
      go: 'Pause',
      back: 'Let it go on',
    }
  if (act === 'cancel' && operation.state === 'scheduled')
    return {
      button: 'Withdraw',
      title: `Withdraw the scheduled ${what.replace(/^./, (letter) => letter.toLowerCase())}?`,
      about: 'It has not begun: nothing of it was sent, and nothing will be. To have it after all, schedule it again.',
      go: 'Withdraw',
      back: 'Keep it',
    }
  if (act === 'cancel')
    return {
      button: 'Cancel the rest',
      title: `Cancel the rest of the ${what}?`,
      about: `${rest} will be sent no more. What was done stays done${
        stop ? ', and agents that were not reached go on working' : ''
      }. It cannot be continued afterwards.`,
      go: 'Cancel the rest',
      back: 'Keep it',
    }
  if (act === 'continue')
    return {
      button: 'Continue',
      title: `Continue the ${what}?`,
      about: `${rest} will be sent ${operation.staged ? 'step by step from here on' : 'now'}. What was under way is read before it is sent again; what another person stopped meanwhile stays stopped.`,
      go: left ? `Continue with ${devices(left)}` : 'Continue',
      back: 'Not now',
    }
  const again = progress?.retryable ?? operation.outcomes.failed + operation.outcomes.unknown
  return {
    button: 'Retry failed',
    title: `Try ${devices(again)} again?`,
    about:
      'Only those that failed, were refused or could not be read back are sent again. What was done stays as it is.',
    go: `Retry ${number(again)}`,
    back: 'Not now',
  }
}
