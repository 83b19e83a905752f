/**
 * Starts the production build on a database of its own and asks whether it is up; then sends SIGTERM and expects a
 * clean end. Also makes sure that a build without secrets refuses to start.
 */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import '@poppinss/ts-exec'

const { openPostgres } = await import('../bin/postgres.ts')
const { freePort } = await import('../bin/postgres/server.ts')
const build = fileURLToPath(new URL('../build/', import.meta.url))

const refused = spawnSync(process.execPath, ['bin/server.js'], {
  cwd: build,
  env: { PATH: process.env.PATH },
  encoding: 'utf8',
})
assert.equal(refused.status, 1)
assert.match(refused.stderr, /^APP_KEY is not set\. Make one with: .+\n$/)
console.log('A build without secrets refuses to start and names what is missing.')

const { decodeHeic } = await import(`${build}app/files/inspect/heic.js`)
const photo = fs.readFileSync(new URL('../tests/fixtures/files/phone.heic', import.meta.url))
assert.ok((await decodeHeic(photo, 100_000_000)).width > 0)
const { prepareLetterhead } = await import(
  `${build}app/documents/letterheads/prepare_letterhead.js`
)
const { PDFDocument } = await import('@cantoo/pdf-lib')
const drawn = await PDFDocument.create()
drawn.addPage([595, 842]).drawText('Letterhead')
assert.equal((await prepareLetterhead(Buffer.from(await drawn.save()))).pages, 1)
console.log('What runs in threads of its own runs in the build.')

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'karkhana-production-'))
fs.chmodSync(folder, 0o755)
const secret = () => randomBytes(32).toString('base64url')
const database = await openPostgres({
  dir: path.join(folder, 'postgres'),
  name: 'production',
  passwords: { superuser: secret(), owner: secret(), app: secret() },
  durable: false,
})
const port = await freePort()
const url = `http://127.0.0.1:${port}`
const server = spawn(process.execPath, ['bin/server.js'], {
  cwd: build,
  stdio: 'inherit',
  env: {
    PATH: process.env.PATH,
    HOST: '127.0.0.1',
    PORT: String(port),
    APP_URL: url,
    APP_KEY: secret(),
    DATABASE_URL: database.ownerUrl,
    DATABASE_APP_URL: database.appUrl,
  },
})
const ended = new Promise((resolve) => server.once('exit', (code) => resolve(code)))

try {
  const health = await answer(`${url}/api/health`)
  assert.equal(health.status, 'ok')
  console.log(`The production server answers: ${JSON.stringify(health)}`)
  const login = await fetch(`${url}/login`)
  assert.equal(login.status, 200)
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(await login.text())
  assert.ok(script, 'the sign-in page names its script')
  assert.equal((await fetch(url + script[1])).status, 200)
  console.log('The sign-in page and its script are served.')
  server.kill('SIGTERM')
  assert.equal(await ended, 0)
  console.log('SIGTERM ends it cleanly.')
} finally {
  server.kill('SIGKILL')
  await ended
  await database.stop()
  fs.rmSync(folder, { recursive: true, force: true })
}
process.exit(0)

async function answer(address) {
  const deadline = Date.now() + 30_000
  for (;;) {
    if (server.exitCode !== null) throw new Error(`The server ended with code ${server.exitCode}`)
    try {
      const response = await fetch(address)
      return await response.json()
    } catch (error) {
      if (Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
