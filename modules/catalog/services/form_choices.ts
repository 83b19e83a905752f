import type { Scope } from '@karkhana/kernel'
import type {} from '@karkhana/gst/contracts'

/** Units for the form: those a workshop uses first, then all others by name. */
const USUAL = ['NOS', 'PCS', 'SET', 'OTH', 'LTR', 'MLT', 'KGS', 'MTR', 'PAC', 'BOX', 'PRS']

/** What the form of an item offers to choose from. */
export async function formChoices(scope: Scope) {
  const gst = await scope.need('gst.calculator@1')
  const rank = (code: string) => {
    const place = USUAL.indexOf(code)
    return place === -1 ? USUAL.length : place
  }
  const units = gst
    .uqc()
    .map((unit) => ({ value: unit.code, label: `${unit.code} · ${unit.name}` }))
    .sort((a, b) => rank(a.value) - rank(b.value) || a.label.localeCompare(b.label))
  return { units }
}
