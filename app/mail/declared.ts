import { KarkhanaError } from '../errors.ts'
import { activeModules } from '../modules/gate.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { MailDefinition } from './declaration.ts'

/** A module ships a mail whose id is not its own. */
export class MailMismatchError extends KarkhanaError {
  constructor(module: string, id: string) {
    super('E_MAIL_MISMATCH', 500, `The module ${module} declares a mail "${id}".`, {
      next: `Begin the id with "${module}.", and give each mail an id of its own.`,
    })
  }
}

/** A mail by its id, whatever module declares it; `null` when none does, or its module is off. */
export async function findMail(scope: Scope, id: string): Promise<MailDefinition | null> {
  return (await mailsOf(scope)).find(({ mail }) => mail.id === id)?.mail ?? null
}

/** @internal The mails of the modules in use, each with its module. */
export async function mailsOf(scope: Scope) {
  const registry = installedRegistry()
  const found = await Promise.all(
    activeModules(registry.manifests(), scope).map(async ({ id, name, mails }) => {
      const files = await registry.starting(id, 'mails', () =>
        Promise.all(mails.map((load) => load()))
      )
      const definitions: MailDefinition[] = (files ?? []).map((file) => file.default)
      ensureOwn(id, definitions)
      return definitions.map((mail) => ({ mail, module: { id, name } }))
    })
  )
  return found.flat()
}

/** @throws MailMismatchError */
function ensureOwn(module: string, mails: MailDefinition[]) {
  const ids = mails.map(({ id }) => id)
  const wrong = ids.find((id, index) => !id.startsWith(`${module}.`) || ids.indexOf(id) !== index)
  if (wrong !== undefined) throw new MailMismatchError(module, wrong)
}
