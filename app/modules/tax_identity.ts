/**
 * How a country registers businesses for tax. The kernel checks organisations and branches with it
 * and knows nothing else about tax.
 */
export interface TaxIdentity {
  /** ISO 3166 code. */
  country: string
  /** What people call the number: GSTIN. */
  label: string
  /** What people call the number of the taxpayer behind it: PAN. */
  taxpayerLabel: string
  /** Normalises and checks a number; the message says what is wrong and what to do. */
  parse(
    value: string
  ):
    | { ok: true; value: string; stateCode: string; taxpayerId: string }
    | { ok: false; message: string }
  /** States or provinces, in the order a person looks them up. */
  states(): { code: string; name: string }[]
}
