/** The package brings no types; this much of it is used. */
declare module 'smtp-server' {
  import type { Server } from 'node:net'
  import type { Readable } from 'node:stream'

  type Done = (error?: Error) => void
  type Address = { address: string }
  type Session = { envelope: { mailFrom: Address | false, rcptTo: Address[] } }

  export class SMTPServer {
    constructor(options: {
      authOptional: boolean
      disabledCommands: string[]
      logger: boolean
      onRcptTo: (address: Address, session: Session, done: Done) => void
      onData: (stream: Readable, session: Session, done: Done) => void
    })
    server: Server
    connections: Set<{ close: () => void }>
    listen(port: number, host: string, done: () => void): void
    close(done: () => void): void
  }
}
