/** Something that a module asks language models for. Off until an owner or admin switches it on. */
export interface AiPurpose {
  /** Prefixed by the module: `tickets.summary`. */
  id: string
  /** What people call it: "Summary of a ticket". */
  label: string
  /** What is sent and what comes back, one sentence for whoever decides. */
  description: string
  /** Permission of whoever asks. */
  permission: string
}
