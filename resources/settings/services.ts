/** A kind of service with what may be chosen for it. */
export interface Service {
  id: string
  label: string
  description: string
  chosen: string | null
  /** What was chosen and cannot work: its module is off or gone. */
  lost: string | null
  drivers: ServiceDriver[]
}

export interface ServiceDriver {
  id: string
  label: string
  module: string
  missing: string | null
  testable: boolean
  settingsHref: string | null
  keysHref: string | null
  /** Where its service tells what became of texts. */
  newsAddress: string | null
}
