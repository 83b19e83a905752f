import { setTimeout as sleep } from 'node:timers/promises'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry } from '@karkhana/kernel'
import { Mailbox, mailboxFolder, type KeptMessage } from '@karkhana/kernel/mail'
import { KERNEL_JOBS, loadJobs } from '@karkhana/kernel/testing'
import { workOff } from '../../app/jobs/work_off.ts'

/** Milliseconds a message may take when a worker beside the test has it in hand, on a busy machine. */
const PATIENCE = 30_000

/** Does what waits on the queue of the kernel, as the worker would. @throws what a job threw */
export async function deliverAccountMails(): Promise<void> {
  const jobs = await loadJobs(await app.container.make(ModuleRegistry), KERNEL_JOBS)
  await workOff(jobs, { wanted: ({ job }) => job.startsWith('kernel.') })
}

/** Every message to the address, newest first, with those that wait on the queue. */
export async function mailsTo(address: string): Promise<KeptMessage[]> {
  await deliverAccountMails()
  const { messages } = await new Mailbox(mailboxFolder(app)).list({ limit: 500 })
  return messages.filter(({ to }) => to.join().toLowerCase().includes(address.toLowerCase()))
}

/**
 * The newest message to the address, waited for: `const { path } = await mailTo(user.email, /reset/)`. `path` is the
 * link of its button without the address of the server, `''` when it has none.
 * @throws Error when there is none whose subject matches
 */
export async function mailTo(
  address: string,
  subject: RegExp = /./
): Promise<KeptMessage & { path: string }> {
  for (const end = Date.now() + PATIENCE; Date.now() < end;) {
    const found = (await mailsTo(address)).find((mail) => subject.test(mail.subject))
    if (found) return { ...found, path: linkIn(found) }
    await sleep(100)
  }
  throw new Error(`No message to ${address} with the subject ${subject}`)
}

function linkIn({ text }: KeptMessage): string {
  const base = process.env.APP_URL!
  const [link] = text?.match(/https?:\/\/\S+/) ?? []
  if (!link) return ''
  if (!link.startsWith(`${base}/`)) throw new Error(`The link leads elsewhere: ${link}`)
  return link.slice(base.length)
}
