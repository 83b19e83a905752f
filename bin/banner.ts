import { demoLogins } from '@karkhana/kernel/demo'
import type { Environment } from './environment.ts'
import type { Progress } from './progress.ts'

/** Says that Karkhana is up: where, with which logins, how to stop it, and what the time went into. */
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
  lines.push(`  Health   ${url}/api/health`, '  Stop     Ctrl-C', '', `  ${progress.summary}`, '')
  console.log(`\n${lines.join('\n')}`)
}
