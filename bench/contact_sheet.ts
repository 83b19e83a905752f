/**
 * One image of the main pages, from the demo: a row for each page; phone and desk, dark and light, English and Hindi
 * beside each other. For looking at critically, as a stranger would.
 *
 *   npm run contact-sheet                          writes storage/contact_sheet.jpg
 *   npm run contact-sheet -- --only=home,tickets   some pages
 */
import { fork } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { buildAssets } from '../bin/assets.ts'
import { withClient } from '../bin/postgres/connection.ts'
import { compose, type Picture } from './contact_sheet/compose.ts'
import { PAGES, resolvePaths } from './contact_sheet/pages.ts'
import { openBenchDatabase } from './database.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const file = path.join(root, 'storage/contact_sheet.jpg')
const only = process.argv.find((each) => each.startsWith('--only='))?.slice('--only='.length)
const pages = only ? PAGES.filter(({ name }) => only.split(',').includes(name)) : PAGES

const SCREENS = { phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } }
const THEMES = ['dark', 'light'] as const
const LANGUAGES = ['en', 'hi'] as const

interface Server {
  url: string
  email: string
  password: string
  browser: { path: string; args: string[] }
}

await buildAssets(root)
const { database, environment, close } = await openBenchDatabase(root)
const child = fork(path.join(root, 'bench/contact_sheet/server.ts'), [], {
  cwd: root,
  env: { ...environment, WORKER: 'none', RATE_LIMIT_AUTH: '100000' },
  execArgv: ['--import=@poppinss/ts-exec'],
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
})
try {
  const server = await new Promise<Server>((resolve, reject) => {
    child.on('message', (message: Partial<Server>) => {
      if (message.email) resolve(message as Server)
    })
    child.once('exit', (code) => reject(new Error(`The server ended with code ${code}`)))
  })
  const pictures = await takePictures(server)
  fs.mkdirSync(path.dirname(file), { recursive: true })
  await compose(pictures, file)
  console.log(`${pictures.length} pictures of ${pages.length} pages: ${file}`)
} finally {
  child.kill('SIGTERM')
  await close()
}
process.exit(0)

async function takePictures(server: Server): Promise<Picture[]> {
  const browser = await chromium.launch({
    executablePath: server.browser.path,
    args: server.browser.args,
  })
  const pictures: Picture[] = []
  for (const language of LANGUAGES) {
    await withClient(database.ownerUrl, (client) =>
      client.query('update users set locale = $1 where email = $2', [language, server.email])
    )
    for (const [screen, viewport] of Object.entries(SCREENS)) {
      for (const theme of THEMES) {
        const context = await browser.newContext({ baseURL: server.url, viewport })
        await context.addInitScript(`if (window === top) localStorage.setItem('theme', '${theme}')`)
        // The browser without a head has no viewer for PDF.
        await context.route(/\/pdf(\?|$)/, (route) =>
          route.fulfill({ contentType: 'text/plain', body: 'PDF' })
        )
        const page = await context.newPage()
        await page.goto('/login')
        await page.locator('input[type="email"]').fill(server.email)
        await page.locator('input[type="password"]').fill(server.password)
        await page.locator('form button[type="submit"]').click()
        await page.waitForURL((url) => url.pathname === '/')
        const paths = await resolvePaths(pages, page)
        for (const { name, path: address } of paths) {
          await page.goto(address)
          await page.getByRole('heading', { level: 1 }).waitFor()
          await page
            .locator('.k-skeleton')
            .filter({ visible: true })
            .first()
            .waitFor({ state: 'hidden' })
          await page.waitForTimeout(400)
          pictures.push({
            page: name,
            column: `${language} ${screen} ${theme}`,
            image: await page.screenshot(),
          })
        }
        await context.close()
      }
    }
  }
  await browser.close()
  return pictures
}
