import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { ErrorBody } from '#protocol/errors.ts'
import { type DeclaredFile, type Device, makeDevice, needArgs } from '../device.ts'
import type { TestInstallation } from '../make-installation.ts'
import type { Bytes } from './picture.ts'

/** How a body goes on: whole, broken off after its bytes, or silent after them. */
export type Ending = 'done' | 'cut' | 'stalled'

export type UploadClient = ReturnType<typeof makeUploadClient>

/** A device that declares files and sends them part by part, on a line that may break. */
export function makeUploadClient(server: TestInstallation, device: Device = makeDevice(server)) {
  const bodyOf = (bytes: Bytes, ending: Ending) => ending === 'done' ? bytes : new ReadableStream<Uint8Array>({
    start: controller => controller.enqueue(bytes),
    pull: controller => {
      if (ending === 'cut') controller.error(new Error('the line broke'))
      return new Promise(() => undefined)
    },
  }, { highWaterMark: 0 })
  const send = (method: string, id: string, bytes: Bytes, headers: Record<string, string>, ending: Ending) =>
    server.request(`/api/files/${id}`, { method, headers: { ...device.headers, ...headers }, body: bodyOf(bytes, ending), duplex: 'half' } as RequestInit)

  return {
    device,
    async declare(...files: DeclaredFile[]): Promise<string> {
      const requestId = randomUUID()
      const { body } = await device.push(device.command('submit', { requestId, args: needArgs(), files }))
      expect(body.lines[0]).toMatchObject({ result: { kind: 'applied' } })
      return requestId
    },
    patch: (id: string, offset: number, bytes: Bytes, ending: Ending = 'done') =>
      send('PATCH', id, bytes, { 'upload-offset': String(offset), 'content-type': 'application/partial-upload' }, ending),
    put: (id: string, bytes: Bytes, ending: Ending = 'done') => send('PUT', id, bytes, {}, ending),
    async head(id: string): Promise<{ status: number, offset?: number, complete?: string, state?: string }> {
      const { status, headers } = await server.request(`/api/files/${id}`, { method: 'HEAD', headers: device.headers })
      const offset = headers.get('upload-offset')
      return offset === null ? { status } : { status, offset: Number(offset), complete: headers.get('upload-complete')!, state: headers.get('servus-file')! }
    },
    get: (id: string) => server.request(`/api/files/${id}`, { headers: device.headers }),
  }
}

/** Status, code and detail of a refusal. */
export async function refusalOf(response: Response): Promise<[number, string, unknown?]> {
  const { error } = await response.json() as ErrorBody
  return error.detail === undefined ? [response.status, error.code] : [response.status, error.code, error.detail]
}
