import { defineConfig, drivers } from '@adonisjs/core/encryption'
import env from '../start/env.ts'

/** Former values of APP_KEY: what they signed or encrypted, such as the cookies of a session, stays good. */
const previous = (env.get('APP_KEY_PREVIOUS')?.release() ?? '')
  .split(',')
  .map((key) => key.trim())
  .filter(Boolean)

export default defineConfig({
  default: 'app',
  list: { app: drivers.aes256gcm({ id: 'app', keys: [env.get('APP_KEY'), ...previous] }) },
})
