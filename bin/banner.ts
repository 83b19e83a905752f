import app from '@adonisjs/core/services/app'
import { ModuleRegistry } from '@karkhana/kernel'
import { demoLogins } from '@karkhana/kernel/demo'
import type { Environment } from './environment.ts'
import type { Progress } from './progress.ts'

/** Says that Karkhana is up: where, with which logins, what is out of order, how to stop it, and the times taken. */
export async function printBanner(environment: Environment, progress: Progress): Promise<void> {
  const url = process.env.APP_URL!
  const lines = [`Karkhana is ready on ${url} (${progress.total})`, '']
  if (environment.mode !== 'production') {
    const logins = await demoLogins()
    const width = Math.max(0, ...logins.map(({ email }) => email.length))
    logins.forEach(({ email, password, label }, index) => {
      lines.push(
        `  ${index === 0 ? 'Sign in' : '       '}  ${email.padEnd(width)}  ${password}  ${label}`
      )
    })
    if (logins.length === 0) lines.push(`  Register ${url}/register`)
    lines.push(`  Mailbox  ${url}/dev/mail`)
  }
  const { quarantine } = await app.container.make(ModuleRegistry)
  for (const [module, reason] of quarantine.all()) {
    lines.push('', `  Out of order: ${module}: ${reason}`, '  See: npm run ace -- module:check', '')
  }
  lines.push(`  Health   ${url}/api/health`, '  Stop     Ctrl-C', '', `  ${progress.summary}`, '')
  console.log(`\n${lines.join('\n')}`)
}
