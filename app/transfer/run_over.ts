/** The run was cancelled, or another job is ahead of this one: what was done in this transaction is taken back. */
export class RunOverError extends Error {}
