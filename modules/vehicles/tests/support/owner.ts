import type { Scope } from '@karkhana/kernel'
import { v7 as uuidv7 } from 'uuid'

/** A contact as the module that owns them would have stored it. */
export async function makeOwner(
  scope: Scope,
  contact: { name?: string; phone?: string; archived?: boolean } = {}
): Promise<string> {
  const id = uuidv7()
  await scope.work((unit) =>
    unit.table('contacts_contacts').insert({
      organisation_id: scope.organisationId,
      id,
      kind: 'customer',
      name: contact.name ?? 'Raj Kumar',
      phone: contact.phone ?? '+919822012345',
      archived_at: contact.archived ? scope.now().toJSDate() : null,
    })
  )
  return id
}
