import type { GstCalculator } from '@karkhana/gst/contracts'
import { makeWorkshop } from '@karkhana/kernel/testing'

let calculator: Promise<GstCalculator> | undefined

/** The calculator as this module gets it: by its contract. */
export function gstCalculator(): Promise<GstCalculator> {
  calculator ??= makeWorkshop()
    .then((workshop) => workshop.scope())
    .then((scope) => scope.need('gst.calculator@1'))
  return calculator
}
