import type { Tone } from '@karkhana/ui'

/** One organisation as its partner sees it. Storage is bytes; instants are ISO. */
export interface OrganisationRow {
  id: string
  name: string
  plan: string | null
  users: number | null
  documentsThisMonth: number | null
  storageBytes: number | null
  fileBytes: number | null
  jobsFailed: number
  jobsParked: number
  lastSeenAt: string | null
  measuredAt: string | null
  createdAt: string
  health: { id: string; label: string; tone: Tone }
}

/** The same with what stands on its page. */
export interface OrganisationFacts extends OrganisationRow {
  legalName: string
  country: string
  email: string | null
  phone: string | null
  planId: string | null
  documents: number | null
  jobsDone: number | null
  suspendedAt: string | null
  suspendedReason: string | null
  ownerJoined: boolean
  reasons: string[]
}

/** What was counted on one day. */
export interface UsageDay {
  /** `YYYY-MM-DD` */
  onDate: string
  users: number
  documents: number
  storageBytes: number
}

/** What another set of modules would do to one organisation, by names. */
export interface PlanEffect {
  organisation: { id: string; name: string }
  gains: string[]
  loses: string[]
  goesOff: string[]
}

/** What would happen, and the mark by which exactly that is confirmed. */
export interface PlanPreview {
  effects: PlanEffect[]
  mark: string
}
