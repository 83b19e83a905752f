/** A file that takes room. */
export interface KeptFileRow {
  id: string
  name: string
  type: string
  bytes: number
  /** What it stands at: `Job card`. */
  kind: string
  /** Page of that record. */
  href: string | null
  by: string
  at: string
  /** `Kept`, or for how many days it can still be brought back. */
  state: string
  deleted: boolean
}
