/** An event that organisations may have sent to an address of their own. */
export interface WebhookDeclaration {
  /** Public name, without the version of the module: `job.delivered`. */
  name: string
  /** Event of the same module: `jobcards.job_delivered@1`. */
  event: string
  /** When it is sent, for the page of webhooks. */
  description: string
}
