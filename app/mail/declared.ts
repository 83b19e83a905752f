import { KarkhanaError, NotFoundError } from '../errors.ts'
import { activeModules } from '../modules/gate.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { MailDefinition } from './declaration.ts'
import { renderMail, type RenderedMail } from './render.ts'

/** A declared mail as the page of previews lists it. */
export interface DeclaredMail {
  id: string
  label: string
  description: string | null
  module: { id: string; name: string }
}

/** A module ships a mail whose id is not its own. */
export class MailMismatchError extends KarkhanaError {
  constructor(module: string, id: string) {
    super('E_MAIL_MISMATCH', 500, `The module ${module} declares a mail "${id}".`, {
      next: `Begin the id with "${module}.", and give each mail an id of its own.`,
    })
  }
}

/**
 * The mails of the modules in use, in the order of the modules.
 * @throws ForbiddenError
 */
export async function listMails(scope: Scope): Promise<DeclaredMail[]> {
  scope.ensure('kernel.settings.view')
  return (await mailsOf(scope)).map(({ mail, module }) => ({
    id: mail.id,
    label: mail.label,
    description: mail.description ?? null,
    module,
  }))
}

/**
 * A mail as its readers would get it, with made-up data.
 * @throws ForbiddenError, NotFoundError also while its module is off
 */
export async function previewMail(
  scope: Scope,
  id: string
): Promise<DeclaredMail & { rendered: RenderedMail }> {
  scope.ensure('kernel.settings.view')
  const found = (await mailsOf(scope)).find(({ mail }) => mail.id === id)
  if (!found) throw new NotFoundError('message')
  const { mail, module } = found
  return {
    id: mail.id,
    label: mail.label,
    description: mail.description ?? null,
    module,
    rendered: await renderMail(mail, mail.sample),
  }
}

async function mailsOf(scope: Scope) {
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
