import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export type Received = { from: string, to: string[], source: string }

/** A real mail server on this machine. `losesReplies`: so many mails are taken without a word of it. */
export async function startMailServer({ refuses = false, port = 0, losesReplies = 0 }: { refuses?: boolean, port?: number, losesReplies?: number } = {}): Promise<{ url: string, received: Received[], stop: () => Promise<void> }> {
  const received: Received[] = []
  let repliesToLose = losesReplies
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'], logger: false,
    onRcptTo: (_address, _session, done) => { done(refuses ? new Error('no such mailbox') : undefined) },
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', part => parts.push(part as Buffer))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        received.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address), source: Buffer.concat(parts).toString('utf8') })
        if (repliesToLose-- > 0) for (const connection of server.connections) connection.close()
        else done()
      })
    },
  })
  await new Promise<void>(resolve => { server.listen(port, '127.0.0.1', resolve) })
  const bound = server.server.address() as AddressInfo
  return { url: `smtp://127.0.0.1:${bound.port}`, received, stop: () => new Promise(resolve => { server.close(() => resolve()) }) }
}
