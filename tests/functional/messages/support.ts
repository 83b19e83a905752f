import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { SMTPTransport } from '@adonisjs/mail/transports/smtp'
import mail from '@adonisjs/mail/services/main'
import { SMTPServer } from 'smtp-server'
import { systemScope, type Scope } from '@karkhana/kernel'
import { sendMail, smtpOptions } from '@karkhana/kernel/mail'
import type { Workshop } from '@karkhana/kernel/testing'
import readyMail from '../../../modules/jobcards/mails/ready.ts'

/** A message as its table keeps it. */
export interface Kept {
  id: string
  state: string
  attempts: number
  error_code: string | null
  error_message: string | null
  subject: string | null
}

/** An address that nobody else in the tests has. */
export const address = (name: string) => `${name}-${randomUUID()}@example.com`

/** Asks for an e-mail, as the module would. */
export async function ask(scope: Scope, to: string, key: string = randomUUID(), record?: string) {
  return scope.work((unit) =>
    sendMail(unit, {
      mail: readyMail,
      data: readyMail.sample,
      to: { name: 'Raj Kumar', address: to },
      record: record ? { table: 'jobcards_jobs', id: record } : null,
      idempotencyKey: `test/${key}`,
    })
  )
}

/** The messages of an organisation, oldest first. */
export async function kept({ organisationId }: Workshop): Promise<Kept[]> {
  const scope = await systemScope(organisationId, 'test')
  return scope.read((unit) =>
    unit.rows<Kept>(
      'select id, state, attempts, error_code, error_message, subject from messages order by created_at, id'
    )
  )
}

/** An answer of a mail server that is no yes. */
export function reply(responseCode: number, message: string) {
  return Object.assign(new Error(message), { responseCode })
}

/** What a mail server was handed. */
export interface Received {
  from: string
  to: string
  raw: string
}

/** A mail server that answers each recipient as it is told, instead of the mailbox. */
export async function answering(
  answer: (to: string) => Error | null,
  cleanup: (work: () => Promise<void>) => void
): Promise<Received[]> {
  const received: Received[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address: to }, _session, done) => done(answer(to)),
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : ''
        const raw = Buffer.concat(chunks).toString('utf8')
        received.push({ from, to: envelope.rcptTo[0].address, raw })
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.server.address() as AddressInfo
  const transport = new SMTPTransport(smtpOptions({ host: '127.0.0.1', port }))
  const mailer = mail.use()
  const before = mailer.transport
  Object.assign(mailer, { transport })
  cleanup(async () => {
    Object.assign(mailer, { transport: before })
    await transport.close()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  })
  return received
}

/** Runs SQL as the owner of the tables, to make the database fail. */
export async function asOwner(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
