import { systemScope } from '@karkhana/kernel'
import type { Workshop } from '@karkhana/kernel/testing'

/** A second branch that may invoice: it has the registration of the first one. Returns its id. */
export async function registeredBranch(workshop: Workshop): Promise<string> {
  const { id } = await workshop.branch('NSK')
  const scope = await systemScope(workshop.organisationId, 'test')
  await scope.work((unit) =>
    unit.rows('update branches set tax_id = ? where id = ?', ['27AAPFU0939F1ZV', id])
  )
  return id
}
