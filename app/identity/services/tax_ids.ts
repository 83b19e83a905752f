import { RuleError } from '../../errors.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'

/**
 * Checks the tax registration of a place of business by the rules of its country. Without a number
 * the state must be chosen.
 * @throws RuleError naming `taxId` or `stateCode`
 */
export async function checkTaxId(
  registry: ModuleRegistry,
  country: string,
  taxId: string | null | undefined,
  stateCode: string | null | undefined
): Promise<{ value: string | null; stateCode: string }> {
  const identity = await registry.taxIdentity(country)
  if (!taxId || !identity) {
    if (stateCode && (!identity || identity.states().some((state) => state.code === stateCode))) {
      return { value: taxId ?? null, stateCode }
    }
    throw new RuleError('E_STATE', 'The state is missing or not known.', {
      field: 'stateCode',
      next: 'Choose it from the list.',
    })
  }
  const parsed = identity.parse(taxId)
  if (!parsed.ok) throw new RuleError('E_TAX_ID', parsed.message, { field: 'taxId' })
  if (stateCode && stateCode !== parsed.stateCode) {
    throw new RuleError('E_TAX_ID_STATE', `This ${identity.label} belongs to another state.`, {
      field: 'stateCode',
      next: 'Choose the state of the registration, or correct the number.',
    })
  }
  return { value: parsed.value, stateCode: parsed.stateCode }
}
