// Loaded before the server (node --import) to end it without a warning at a named point; the product knows nothing of it. Armed by SIGUSR2.
// KILL_AT=before:7  just before the 7th commit of a write; after:7  just after it, before anybody is told.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [point, count] = (process.env.KILL_AT ?? '').split(':')
const require = createRequire(pathToFileURL(`${process.cwd()}/package.json`))
const Database = require('libsql')
let commits = 0
let isArmed = false
process.on('SIGUSR2', () => {
  isArmed = true
  console.log('armed')
})

const die = () => { process.kill(process.pid, 'SIGKILL') }

/** Around every statement that ends a transaction, however it is run. */
function guard(run, text) {
  if (!isArmed || !/^\s*(commit|release)/i.test(text)) return run()
  commits += 1
  if (point === 'before' && commits === Number(count)) die()
  const answer = run()
  if (point === 'after' && commits === Number(count)) die()
  return answer
}

const { exec, prepare } = Database.prototype
Database.prototype.exec = function guardedExec(text) {
  return guard(() => exec.call(this, text), text)
}
Database.prototype.prepare = function guardedPrepare(text) {
  const statement = prepare.call(this, text)
  if (!/^\s*(commit|release)/i.test(text)) return statement
  for (const name of ['run', 'all', 'get']) {
    const plain = statement[name]
    if (typeof plain === 'function') statement[name] = (...parameters) => guard(() => plain.apply(statement, parameters), text)
  }
  return statement
}
