import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable']

/** The browser that the end-to-end tests drive: found, or installed from Debian's packages; undefined, with words, where neither works. */
export function findChromium() {
  const named = process.env.TEST_CHROMIUM
  const found = [...(named ? [named] : []), ...places].find(path => existsSync(path))
  if (found) return found
  console.log('No Chromium found: installing Debian\'s package (apt-get install chromium) ...')
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { status } = spawnSync('apt-get', args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    if (status !== 0) {
      console.error('Chromium could not be installed. The browser tests need it: install Chromium or Chrome and run again, or name it with TEST_CHROMIUM=/path/to/chromium.')
      return undefined
    }
  }
  return places.find(path => existsSync(path))
}
