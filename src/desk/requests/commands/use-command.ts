import { shallowRef, type ShallowRef } from 'vue'
import type { Command, CommandName } from '#domain/request/command.ts'
import type { Rejection } from '#domain/request/rejection.ts'
import { table } from '#domain/request/table.ts'
import { mintId } from '#local/mint.ts'
import { useDeskApi, type Failure } from '../../shell/desk-api.ts'
import { useUploads, type PickedPhoto } from '../photos/uploads.ts'
import { useRequestContext } from '../request-context.ts'
import { forgetMid, midFor } from './attempt.ts'

export type Sending =
  | { kind: 'idle' }
  | { kind: 'sending' }
  | { kind: 'failed', failure: Failure }
  | { kind: 'rejected', rejection: Rejection }
  /** The request had changed meanwhile. Nothing happened; the words are still there. */
  | { kind: 'conflict' }

/** Resolves to whether the command took effect. */
export type Send = (command: Command, photos?: readonly PickedPhoto[]) => Promise<boolean>

/** Commands that leave the state alone need not know the newest one. */
const changesState = (name: CommandName) => table[name].some(rule => rule.to !== 'same')

/** Sends commands of the signed-in person for the request of this page, which is fetched anew whatever the answer. */
export function useCommand(): { sending: ShallowRef<Sending>, send: Send } {
  const api = useDeskApi()
  const uploads = useUploads()
  const { found, reload } = useRequestContext()
  const sending = shallowRef<Sending>({ kind: 'idle' })

  const send: Send = async ({ name, args, via }, photos = []) => {
    if (sending.value.kind === 'sending') return false
    const { account, request } = found.value.item
    const command = {
      requestId: request.id, account, name, args,
      ...(changesState(name) ? { expectedVersion: request.lastEvent } : {}),
      ...(photos.length > 0 ? { files: photos.map(photo => photo.file) } : {}),
      ...(via ? { via } : {}),
    }
    sending.value = { kind: 'sending' }
    const reply = await api.sendCommand({ ...command, mid: midFor(command, () => mintId(Date.now())) })
    if (!reply.ok) {
      sending.value = { kind: 'failed', failure: reply.refusal }
      return false
    }
    forgetMid(command)
    reload()
    const { value: answer } = reply
    switch (answer.status) {
      case 'applied': case 'already':
        sending.value = { kind: 'idle' }
        uploads.add(account, photos)
        return true
      case 'rejected':
        sending.value = { kind: 'rejected', rejection: answer.rejection }
        return false
      case 'conflict':
        sending.value = { kind: 'conflict' }
        return false
      default: return answer satisfies never
    }
  }
  return { sending, send }
}
