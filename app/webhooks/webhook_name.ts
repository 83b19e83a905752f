/** Form of the public name of an outgoing webhook: `job.delivered`. */
export const WEBHOOK_NAME = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/
