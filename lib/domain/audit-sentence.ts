import type { AuditEvent, InvitationFault } from './audit'
import { COUNTED } from './audit'
import { isolated } from './ids/isolated'
import { shownId } from './ids/shown-id'
import type { AgentKeyChange } from './keys/key-record'
import { keyActWords, keyOutcomeWords, lostWords, reportedManyWords, reportedWords } from './keys/key-record-words'
import { endedPreviousWords, requestedRotationWords, settledRotationWords } from './keys/rotation-record-words'
import type { OperationKind } from './operation'
import { refusedConfirmationWords, refusedSignInWords } from './sign-in/refused-password'
import { textTime } from './time/text-time'

const VERB: Record<OperationKind, string> = {
  revoke: 'revoke',
  restore: 'restore',
  remove: 'remove',
  register: 'register',
  disable: 'stop',
  enable: 'resume',
}

const devices = (count: number) => (count === 1 ? '1 device' : `${count.toLocaleString('en')} devices`)

/** @param named the device as it is shown, where there is just one. */
const target = (kind: OperationKind, count: number, named?: string) =>
  kind === 'disable' || kind === 'enable' ? 'the whole org' : named === undefined ? devices(count) : named

const fenceWords = ({ endsAt, remindAt }: { endsAt?: string; remindAt?: string }) =>
  `, and whatever matches later${endsAt ? `, until ${textTime(endsAt)}` : ''}${remindAt ? `, with a reminder at ${textTime(remindAt)}` : ''}`

const keyName = ({ name, keyId, use }: AgentKeyChange) =>
  `the ${use ?? 'agent'} key ${name === null ? keyId : `“${isolated(name)}”`}`

const keyWords = (change: AgentKeyChange) => `${change.act} ${keyName(change)}`

const INVITATION_END = {
  person: '',
  replaced: ', because there is a newer one',
  'maker-gone': ', because the person who made it administers the org no longer',
}

const INVITATION_FAULT: Record<InvitationFault, string> = {
  accepted: 'it was accepted before',
  revoked: 'it was taken back',
  expired: 'its time is over',
  'other-person': 'another person is signed in',
  disabled: 'the account is disabled',
}

function rehearsalWords(operation: OperationKind, device: string): string {
  if (operation === 'register') return `registered ${device} for a rehearsal`
  return `began a rehearsal of the stop of ${operation === 'disable' ? 'the whole org' : device}`
}

/** The event in words, without its actor and time. @param show how ids and selectors are written: isolated on a screen. */
export function auditSentence(event: AuditEvent, show: (id: string) => string = shownId): string {
  switch (event.kind) {
    case 'operation.requested': {
      const { operation, count, selector, deviceId, undoes, fence, startAt, staged, rehearsal } = event.data
      const what = `${undoes ? 'undo: ' : ''}${VERB[operation]} ${target(operation, count, deviceId && show(deviceId))}`
      if (rehearsal) return rehearsalWords(operation, deviceId === undefined ? 'a device' : show(deviceId))
      const whom = selector ? ` matching ${show(selector)}` : fence ? ', of the whole fleet' : ''
      const later = startAt ? `, to begin at ${textTime(startAt)}` : ''
      return `asked to ${fence ? 'place a fence: ' : ''}${what}${whom}${fence ? fenceWords(fence) : ''}${staged ? ', step by step' : ''}${later}`
    }
    case 'operation.accepted':
      return `${VERB[event.data.operation]} accepted by the authority`
    case 'operation.finished': {
      const parts = Object.entries(event.data.outcomes).flatMap(([outcome, count]) =>
        count ? `${count.toLocaleString('en')} ${outcome}` : [],
      )
      const { operation, error } = event.data
      if (error) return `${VERB[operation]} ended: ${error.code}: ${error.message}`
      // A revoke that "ended" reads as one that was lifted.
      return parts.length > 0 ? `${VERB[operation]} carried out: ${parts.join(', ')}` : `${VERB[operation]} ended`
    }
    case 'operation.interrupted':
      return event.data.pending === 0
        ? `${VERB[event.data.operation]} was interrupted before its answer came; whether it took effect is not known`
        : `${VERB[event.data.operation]} was interrupted with ${devices(event.data.pending)} left; it waits for a person`
    case 'operation.paused':
      return `paused the ${VERB[event.data.operation]}${event.data.why ? `: ${event.data.why}` : ''}`
    case 'operation.continued':
      return `continued the ${VERB[event.data.operation]}`
    case 'operation.cancelled':
      if (event.data.begun === false) return `withdrew the ${VERB[event.data.operation]} before it began`
      return `cancelled what was left of the ${VERB[event.data.operation]}`
    case 'operation.retried':
      return `tried the ${VERB[event.data.operation]} of ${devices(event.data.count)} again`
    case 'operation.step':
      return `step ${event.data.step} of ${event.data.steps}: all ${event.data.devices.toLocaleString('en')} active and validating`
    case 'operation.begun':
      return `the scheduled ${VERB[event.data.operation]} is due and begins`
    case 'operation.reason':
      return `gave the reason: ${event.data.reason}`
    case 'operation.changed': {
      const { operation, stop, final, held } = event.data
      if (held) return `${VERB[operation]} holds ${devices(held.count)}`
      if (final === null) return `${VERB[operation]} goes on`
      // Not what has just come about: a fence that is being lifted is still in force until its devices are restored.
      if (stop === null || stop === 'accepted')
        return `changed the ${VERB[operation]}${stop ? ', which is still in force' : ''}`
      return `changed the ${VERB[operation]}, which is now ${stop}`
    }
    case 'fence.caught': {
      const { count, again, devices: ids } = event.data
      const who = ids.length > 0 ? `: ${ids.map(show).join(', ')}${count > ids.length ? ' …' : ''}` : ''
      const restored = again === count ? 'restored meanwhile' : `${again} of them restored meanwhile`
      return `the fence caught ${devices(count)}${who}${again > 0 ? ` (${restored})` : ''}`
    }
    case 'fence.ended':
      return `${event.by.id === null ? 'the fence has ended' : 'ended the fence'}: it revokes no new devices; what it revoked stays revoked`
    case 'fence.due':
      return 'the reminder of the fence is due; it stays until a person lifts or ends it'
    case 'access.denied':
      return `was refused: it needs the permission "${event.data.permission}"`
    case 'twin.changed': {
      const { operation, deviceId, meantId, before, after } = event.data
      return `saw ${show(deviceId)} change from ${before} to ${after} with the act to ${VERB[operation]} ${show(meantId)}: the authority may take one for the other`
    }
    case 'stop.contradicted':
      return `saw ${show(event.data.deviceId)} active or allowed under a stop in force`
    case 'stop.lifted-elsewhere':
      return 'saw the org enabled again without an act of this console'
    case 'stop.withdrawn':
      return 'withdrew a stop that was not in force'
    case 'stop.closed':
      return 'ended the watch over a stop: what it stopped stays stopped'
    case 'alarms.acknowledged':
      return `acknowledged ${event.data.alarms === 1 ? 'an alarm' : `${event.data.alarms} alarms`}`
    case 'org.created':
      return `added the ${event.data.throwaway ? 'throwaway org' : 'org'}${event.data.name ? ` “${isolated(event.data.name)}”` : ''}, connected to ${event.data.authority}${event.data.unchecked ? ', without asking it about the key' : ''}`
    case 'org.removed':
      return `removed the org, connected to ${event.data.authority}`
    case 'org.changed': {
      const { name, idPattern, runbook, contact, before } = event.data
      const shown = Object.entries({ runbook, contact }).flatMap(([what, text]) =>
        text === undefined ? [] : `${text === null ? 'removed' : 'set'} the ${what}`,
      )
      const changes = [
        ...(name === undefined
          ? []
          : [`renamed the org${before?.name ? ` “${isolated(before.name)}”` : ''} to “${isolated(name)}”`]),
        ...(idPattern === undefined ? [] : [`set the parts of ids to ${idPattern}`]),
        ...(shown.length === 0 ? [] : [`${shown.join(' and ')} that the stop page shows`]),
      ]
      return changes.join(', ')
    }
    case 'view.changed': {
      const { before, after } = event.data
      if (!after) return `removed the shared view “${isolated(before?.name ?? '')}”`
      const what = `the view “${isolated(after.name)}” of ${show(after.selector)}`
      if (!before) return `shared ${what}`
      return `changed the shared view “${isolated(before.name)}” to ${what}`
    }
    case 'note.changed': {
      const { before, after } = event.data
      if (!after) return `removed the note on ${show(before?.selector ?? '')}`
      if (!before) return `wrote a note on ${show(after.selector)}`
      const moved = before.selector === after.selector ? '' : `, which was on ${show(before.selector)}`
      return `changed the note on ${show(after.selector)}${moved}`
    }
    case 'org.key-replaced':
      return 'replaced the org key'
    case 'org.key-resealed': {
      const { from, to } = event.data
      if (from === to) return `sealed the org key anew with the encryption key ${to}`
      return `sealed the org key anew with the encryption key ${to} instead of ${from}`
    }
    case 'org.key-rejected':
      return `${event.data.authority} rejects the org key`
    case 'agent-key.requested':
      return `asked to ${keyWords(event.data)}`
    case 'agent-key.changed': {
      const { act, outcome, code } = event.data
      if (outcome === 'done') return `${act === 'add' ? 'added' : 'revoked'} ${keyName(event.data)}`
      if (outcome === 'refused')
        return `was refused by the authority to ${keyWords(event.data)}${code ? ` (${code})` : ''}`
      return `tried to ${keyWords(event.data)}; whether it took effect is not known`
    }
    case 'key.rotation-requested':
      return requestedRotationWords(event.data)
    case 'key.rotation-settled':
      return settledRotationWords(event.data)
    case 'key.previous-ended':
      return endedPreviousWords(event.data)
    case 'device-key.requested':
      return `asked to ${keyActWords(event.data, show)}`
    case 'device-key.changed':
      return keyOutcomeWords(event.data, show)
    case 'device-key.reported':
      return reportedWords(event.data, show)
    case 'device-key.reported-many':
      return reportedManyWords(event.data)
    case 'device-key.events-lost':
      return lostWords(event.data)
    case 'user.created':
      return `added ${event.data.email}`
    case 'user.role':
      return `made ${event.data.email} ${event.data.role}${event.data.before ? `, who was ${event.data.before}` : ''}`
    case 'user.password':
      return `set a new password for ${event.data.email}`
    case 'user.name':
      return `changed the name of ${event.data.email} from ${isolated(event.data.before)} to ${isolated(event.data.after)}`
    case 'user.disabled':
      return `disabled ${event.data.email}, who is signed out everywhere`
    case 'user.enabled':
      return `enabled ${event.data.email} again`
    case 'user.removed':
      return `removed ${event.data.email}${event.data.role ? `, who was ${event.data.role}` : ''}`
    case 'user.deployment-admin':
      return event.data.after
        ? `made ${event.data.email} an admin of the deployment`
        : `took from ${event.data.email} the administration of the deployment`
    case 'invitation.made':
      return `invited ${event.data.email} as ${event.data.role}, until ${textTime(event.data.expiresAt)}`
    case 'invitation.revoked':
      return `took back the invitation of ${event.data.email} as ${event.data.role}${INVITATION_END[event.data.why ?? 'person']}`
    case 'invitation.accepted':
      return `accepted the invitation of ${event.data.email} as ${event.data.role}`
    case 'invitation.refused':
      return `was refused with the invitation of ${event.data.email}: ${INVITATION_FAULT[event.data.why]}`
    case 'session.ended':
      return event.data.count === undefined
        ? `ended a session of ${event.data.email}`
        : `ended ${event.data.count} sessions of ${event.data.email}`
    case 'session.signed-in':
      return 'signed in'
    case 'session.refused':
      return refusedSignInWords(event.data)
    case 'session.confirm-refused':
      return refusedConfirmationWords(event.data)
    case 'session.confirmed':
      return 'confirmed the password'
    case 'session.signed-out':
      return 'signed out'
    case 'export.made':
      return `exported ${event.data.what}, ${event.data.rows.toLocaleString('en')} rows`
    case 'events.counted': {
      const { of, count, since } = event.data
      return `${count.toLocaleString('en')} more ${COUNTED[of]} since ${textTime(since)}, counted instead of recorded one by one`
    }
    case 'record.extended':
      return `from here on the record holds how operations end; it does not for the ${event.data.operations.toLocaleString('en')} before`
  }
}
