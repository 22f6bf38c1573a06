import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as v from 'valibot'
import { type BucketPlace, bucketPlaceSchema } from './files/bucket-place.ts'
import type { BucketSecrets } from './files/bucket-store.ts'
import { bytesSchema, defaultAccountBytes } from './files/file-settings.ts'

export type Config = {
  /** The address at which people reach this installation, without a slash at its end. All links are made from it. */
  url: string
  isSecure: boolean
  host: string
  port: number
  /** Demo business, demo staff, codes shown on the page. */
  isDemo: boolean
  dataFolder: string
  /** PostgreSQL; the embedded database where absent. */
  databaseUrl?: string
  contentFolder: string
  /** What the build made: `portal`, `desk`, `ssr`. */
  distFolder: string
  smtpUrl?: string
  mailFrom: string
  /** Where files lie if not below the data folder. */
  bucket?: { place: BucketPlace, secrets: BucketSecrets }
  /** Bytes of files that one account may keep. */
  filesMaxPerAccount: number
  /** Backups are encrypted with it. */
  backupKey?: string
  /** How many proxies stand before the server: so many addresses of X-Forwarded-For are trusted. */
  trustedProxies: number
}

type Environment = Record<string, string | undefined>

const webAddress = v.pipe(
  v.string(), v.url('must be an address such as https://help.example.com'),
  v.check(text => /^https?:\/\/[^/?#]+\/?$/.test(text), 'must be http:// or https:// with a name, without a path'),
  v.transform(text => text.replace(/\/$/, '')),
)
const wholeNumber = (min: number, max: number) => v.pipe(
  v.string(), v.regex(/^\d+$/, 'must be a whole number'), v.transform(Number),
  v.minValue(min, `must be at least ${min}`), v.maxValue(max, `must be at most ${max}`),
)
const flag = v.pipe(v.picklist(['0', '1'], 'must be 1 or 0'), v.transform(text => text === '1'))

const settingsSchema = v.object({
  SERVUS_URL: v.optional(webAddress),
  SERVUS_HOST: v.optional(v.pipe(v.string(), v.regex(/^[\w.:-]+$/, 'must be an address or a name of this machine'))),
  PORT: v.optional(wholeNumber(1, 65_535)),
  SERVUS_DEMO: v.optional(flag),
  SERVUS_DATA: v.optional(v.string()),
  DATABASE_URL: v.optional(v.pipe(v.string(), v.regex(/^postgres(ql)?:\/\/\S+$/, 'must be an address such as postgres://user:password@host/name'))),
  SERVUS_CONTENT: v.optional(v.string()),
  SERVUS_DIST: v.optional(v.string()),
  SERVUS_SMTP_URL: v.optional(v.pipe(v.string(), v.regex(/^smtps?:\/\/\S+$/, 'must be an address such as smtp://user:password@host:587'))),
  SERVUS_MAIL_FROM: v.optional(v.pipe(v.string(), v.regex(/^[^\r\n]*[^\s@<]+@[^\s@>]+>?$/, 'must be an e-mail address, such as Kvarn <help@kvarn.example>'))),
  SERVUS_FILES: v.optional(bucketPlaceSchema),
  SERVUS_FILES_KEY: v.optional(v.string()),
  SERVUS_FILES_SECRET: v.optional(v.string()),
  SERVUS_FILES_MAX_PER_ACCOUNT: v.optional(bytesSchema),
  SERVUS_BACKUP_KEY: v.optional(v.pipe(v.string(), v.minLength(16, 'must have at least 16 characters'))),
  SERVUS_TRUSTED_PROXIES: v.optional(wholeNumber(0, 10)),
})
/** These may also come from a file, so that they stand in no process list. */
const secretNames = ['DATABASE_URL', 'SERVUS_BACKUP_KEY', 'SERVUS_SMTP_URL', 'SERVUS_FILES_KEY', 'SERVUS_FILES_SECRET'] as const

/** All that is wrong with the settings, one line each. */
export class ConfigProblem extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The settings cannot be used:\n${problems.map(problem => `  - ${problem}`).join('\n')}`)
    this.name = 'ConfigProblem'
  }
}

/** Reads and checks the settings once. `root` is the folder of the installation. Throws a `ConfigProblem`. */
export function loadConfig(environment: Environment, root: string): Config {
  const problems: string[] = []
  const filled = withSecretsFromFiles(environment, problems)
  for (const name of Object.keys(environment)) {
    const known = name.replace(/_FILE$/, '')
    if (name.startsWith('SERVUS_') && !(known in settingsSchema.entries)) problems.push(`${name} is not a setting of Servus`)
  }
  const checked = v.safeParse(settingsSchema, filled)
  if (!checked.success) {
    for (const issue of checked.issues) problems.push(`${v.getDotPath(issue) ?? 'settings'} ${issue.message}`)
  }
  if (filled.SERVUS_SMTP_URL && !filled.SERVUS_MAIL_FROM) problems.push('SERVUS_MAIL_FROM is needed with SERVUS_SMTP_URL: the address that mails come from')
  const isKeyed = filled.SERVUS_FILES_KEY !== undefined && filled.SERVUS_FILES_SECRET !== undefined
  if (filled.SERVUS_FILES !== undefined && !isKeyed) problems.push('SERVUS_FILES_KEY and SERVUS_FILES_SECRET are needed with SERVUS_FILES: they open the bucket')
  if (problems.length > 0 || !checked.success) throw new ConfigProblem(problems)
  return toConfig(checked.output, root)
}

function toConfig(settings: v.InferOutput<typeof settingsSchema>, root: string): Config {
  const isReal = settings.SERVUS_URL !== undefined
  const host = settings.SERVUS_HOST ?? (isReal ? '0.0.0.0' : '127.0.0.1')
  const port = settings.PORT ?? 8080
  const url = settings.SERVUS_URL ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  return {
    url, host, port,
    isSecure: url.startsWith('https:'),
    isDemo: settings.SERVUS_DEMO ?? !isReal,
    dataFolder: resolve(settings.SERVUS_DATA ?? join(root, 'data')),
    ...(settings.DATABASE_URL && { databaseUrl: settings.DATABASE_URL }),
    contentFolder: resolve(settings.SERVUS_CONTENT ?? join(root, 'src/content')),
    distFolder: resolve(settings.SERVUS_DIST ?? join(root, 'dist')),
    ...(settings.SERVUS_SMTP_URL && { smtpUrl: settings.SERVUS_SMTP_URL }),
    mailFrom: settings.SERVUS_MAIL_FROM ?? `servus@${new URL(url).hostname}`,
    ...(settings.SERVUS_FILES && { bucket: { place: settings.SERVUS_FILES, secrets: { key: settings.SERVUS_FILES_KEY!, secret: settings.SERVUS_FILES_SECRET! } } }),
    filesMaxPerAccount: settings.SERVUS_FILES_MAX_PER_ACCOUNT ?? defaultAccountBytes,
    ...(settings.SERVUS_BACKUP_KEY && { backupKey: settings.SERVUS_BACKUP_KEY }),
    trustedProxies: settings.SERVUS_TRUSTED_PROXIES ?? 0,
  }
}

/** Empty means not set; NAME_FILE names a file that holds the secret. */
function withSecretsFromFiles(environment: Environment, problems: string[]): Environment {
  const filled = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  for (const name of secretNames) {
    const file = filled[`${name}_FILE`]
    if (file === undefined) continue
    if (filled[name] !== undefined) problems.push(`${name} and ${name}_FILE are both set: leave one`)
    try {
      filled[name] = readFileSync(file, 'utf8').trim()
    } catch {
      problems.push(`${name}_FILE names a file that cannot be read: ${file}`)
    }
  }
  return filled
}
