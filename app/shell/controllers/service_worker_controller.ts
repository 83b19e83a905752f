import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import app from '@adonisjs/core/services/app'
import type { HttpContext } from '@adonisjs/core/http'

let script: Promise<string> | undefined

/**
 * The service worker of the installed application. The release stands in its text: a browser that asks for it again
 * finds a new one as soon as the server has other files, and tells its reader.
 */
export default class ServiceWorkerController {
  async show({ response }: HttpContext) {
    script ??= readScript().catch((error: unknown) => {
      script = undefined
      throw error
    })
    return response
      .header('content-type', 'text/javascript; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(await script)
  }
}

async function readScript(): Promise<string> {
  const [source, build] = await Promise.all([
    readFile(app.makePath('resources/pwa/service_worker.js'), 'utf8'),
    readFile(app.publicPath('assets/.vite/manifest.json')),
  ])
  const release = createHash('sha256').update(build).digest('base64url').slice(0, 16)
  return `const RELEASE = '${release}'\n${source}`
}
