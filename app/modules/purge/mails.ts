import { absoluteUrl } from '../../http/absolute_url.ts'
import { sendAccountMail } from '../../identity/mails/send_account_mail.ts'
import type { Unit } from '../../tenancy/unit.ts'
import type { PurgePerson } from './people.ts'
import type { PurgeRequest } from './requests.ts'

/** Tells those who may confirm a deletion that somebody has asked for it. */
export async function askConfirmers(
  unit: Unit,
  request: PurgeRequest,
  module: string,
  confirmers: PurgePerson[]
) {
  const { name } = unit.scope.organisation
  const people = await unit.rows<PurgePerson & { email: string }>(
    'select id, name, email from users where id = any(?)',
    [confirmers.map(({ id }) => id)]
  )
  const total = Object.values(request.rows).reduce((sum, count) => sum + count, 0)
  for (const person of people) {
    await sendAccountMail(unit.trx, {
      to: person.email,
      subject: `${request.requestedByName} asks to delete the data of ${module}`,
      content: {
        organisation: name,
        heading: `Delete the data of ${module}?`,
        paragraphs: [
          `Hello ${person.name},`,
          `${request.requestedByName} has asked to delete all data of ${module} in ${name}: ${total} rows, for good. Nothing happens unless a second person confirms it within seven days.`,
          'Look at it and confirm it, or withdraw it. If you do not know of this, ask first.',
        ],
        button: {
          label: 'Look at the request',
          href: absoluteUrl(`/settings/modules/${request.moduleId}`),
        },
        footer: [`You get this mail because you may delete the data of modules in ${name}.`],
      },
      uniqueKey: `module_purge/${request.id}/${person.id}`,
    })
  }
}
