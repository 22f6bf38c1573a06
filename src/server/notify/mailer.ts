import { createTransport } from 'nodemailer'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'

/** `messageId`: given where the same mail may be handed over twice. */
export type Mail = { to: string, subject: string, text: string, html: string, messageId?: string }

export type Mailer = {
  /** False where no mail server is configured: what people need to know then has to stand in the log. */
  isReal: boolean
  /** Hands a mail over; throws where the mail server does not take it. */
  send: (mail: Mail) => Promise<void>
  close: () => void
}

/** Sends by the mail server of the settings; without one, mails are only noted in the log. */
export function makeMailer({ smtpUrl, mailFrom }: Pick<Config, 'smtpUrl' | 'mailFrom'>, log: Log): Mailer {
  if (!smtpUrl) {
    return {
      isReal: false,
      send: async ({ subject }) => { log.info('No mail server is configured, so this mail was not sent', { subject }) },
      close: () => undefined,
    }
  }
  const transport = createTransport({ url: smtpUrl, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 })
  return {
    isReal: true,
    send: async mail => { await transport.sendMail({ from: mailFrom, ...mail, disableFileAccess: true, disableUrlAccess: true }) },
    close: () => transport.close(),
  }
}
