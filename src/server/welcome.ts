import type { Config } from './config.ts'
import { demoAddresses } from './identity/demo-staff.ts'

/** What the person who started the server needs to know next. */
export function writeWelcome(config: Config): string {
  const { url, isDemo, smtpUrl } = config
  const lines = ['', 'Servus is ready.', '', `  The portal, for clients:  ${url}/`, `  The desk, for staff:      ${url}/desk/`, '']
  if (isDemo) {
    lines.push(
      '  This is a demonstration: the business is made up.',
      '  Clients sign in with any e-mail address, for example client@demo.example. Staff sign in with:',
      ...demoAddresses.map(({ email, name, roles }) => `    ${email.padEnd(24)} ${name}, ${roles.length > 1 ? 'every role' : roles[0]}`),
      '  The one-time code is shown on the page.',
      '',
    )
  }
  if (!smtpUrl) lines.push('  No mail server is configured (SERVUS_SMTP_URL): one-time codes stand here in the log.', '')
  const place = config.databaseUrl ? 'in PostgreSQL' : `in ${config.dataFolder}`
  lines.push(`  Everything is kept ${place}. Stop with Ctrl+C.`, '')
  return `${lines.join('\n')}\n`
}
