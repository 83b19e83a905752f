import { watch } from 'vue'
import { gstinProblem } from '../format/identifiers.ts'

/**
 * Chooses the state of an address by a GSTIN: its first two digits are the state (Form GST REG-06), so nobody has to
 * choose it again. `choose` gets the code; it is for the caller to know whether it is offered.
 */
export function useStateOfGstin(
  gstin: () => string | null | undefined,
  choose: (stateCode: string) => void
): void {
  watch(gstin, (typed) => {
    if (typed && !gstinProblem(typed)) choose(typed.slice(0, 2))
  })
}
