import type { Scope } from '@karkhana/kernel'
import type {} from '@karkhana/contacts/contracts'

/** The owner as pages show and pickers start with. */
export interface OwnerOption {
  id: string
  label: string
  hint?: string
  phone: string | null
}

/** @throws NotFoundError */
export async function ownerOf(scope: Scope, contactId: string): Promise<OwnerOption> {
  const directory = await scope.need('contacts.directory@1')
  const { id, name, phone } = await directory.get(scope, contactId)
  return { id, label: name, ...(phone ? { hint: phone } : {}), phone }
}
