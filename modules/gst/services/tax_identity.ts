import type { TaxIdentity } from '@karkhana/kernel/module'
import { parseGstin } from './gstin.ts'
import { OTHER_COUNTRIES, selectableStates } from './states.ts'

/**
 * How India registers businesses for GST, in the words of the kernel. The taxpayer behind a
 * registration is its PAN; a number without one (an embassy, a non-resident) stands for itself.
 */
const taxIdentity: TaxIdentity = {
  country: 'IN',
  label: 'GSTIN',
  taxpayerLabel: 'PAN',

  parse(value) {
    const result = parseGstin(value)
    if (!result.ok) return { ok: false, message: result.message }
    return {
      ok: true,
      value: result.value,
      stateCode: result.stateCode,
      taxpayerId: result.pan ?? result.value,
    }
  },

  states() {
    return selectableStates()
      .filter((state) => state.code !== OTHER_COUNTRIES)
      .map(({ code, name }) => ({ code, name }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en'))
  },
}

export default taxIdentity
