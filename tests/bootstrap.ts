import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import app from '@adonisjs/core/services/app'
import testUtils from '@adonisjs/core/services/test_utils'
import { authApiClient } from '@adonisjs/auth/plugins/api_client'
import { authBrowserClient } from '@adonisjs/auth/plugins/browser_client'
import { sessionApiClient } from '@adonisjs/session/plugins/api_client'
import { sessionBrowserClient } from '@adonisjs/session/plugins/browser_client'
import { shieldApiClient } from '@adonisjs/shield/plugins/api_client'
import { apiClient } from '@japa/api-client'
import { assert } from '@japa/assert'
import { browserClient } from '@japa/browser-client'
import { pluginAdonisJS } from '@japa/plugin-adonisjs'
import type { Config } from '@japa/runner/types'
import { chromium } from 'playwright'
import { badConnection, worsen } from './browser/support/bad_connection.ts'
import { storeTestSessionsInDatabase } from './session_store.ts'

storeTestSessionsInDatabase(app)

/** What every test gets in its context: `assert`, `client` (HTTP), and in the browser suite `visit` and `page`. */
export const plugins: NonNullable<Config['plugins']> = [
  assert(),
  apiClient(process.env.APP_URL),
  browserClient({ runInSuites: ['browser'], launcher: launchBrowser }),
  pluginAdonisJS(app, { baseURL: process.env.APP_URL! }),
  sessionApiClient(app),
  authApiClient(app),
  sessionBrowserClient(app),
  authBrowserClient(app),
  shieldApiClient(),
]

/** The same Chromium that prints documents; Playwright downloads none. */
async function launchBrowser() {
  const { browserExecutable } = await import('@karkhana/kernel/documents')
  const { path, args } = await browserExecutable()
  const browser = await chromium.launch({ executablePath: path, args })
  const bad = badConnection()
  if (bad) {
    console.log(`  BROWSER_JITTER=${bad.jitter} BROWSER_SLOW=${bad.slow} BROWSER_SEED=${bad.seed}`)
    worsen(browser, bad)
  }
  return browser
}

/** Files that tests have stored go with them; see `config/drive.ts`. */
export const runnerHooks: Required<Pick<Config, 'setup' | 'teardown'>> = {
  setup: [],
  teardown: [
    () => rm(join(tmpdir(), `karkhana-files-${process.pid}`), { recursive: true, force: true }),
  ],
}

/** Functional and browser tests talk to a web server in this process. */
export const configureSuite: Config['configureSuite'] = (suite) => {
  if (['functional', 'browser'].includes(suite.name)) {
    suite.setup(() => testUtils.httpServer().start())
  }
}
