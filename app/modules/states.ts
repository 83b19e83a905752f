/**
 * State of a module for one organisation; a module without one is available and has never been used.
 *
 * - `enabled`: in use.
 * - `paused`: switched off as if it were not there; data kept, jobs and events wait.
 * - `archived`: read, print and export only.
 * - `purged`: its rows were exported and deleted; a tombstone tells of it.
 * - `quarantined`: enabled, but it could not be loaded; never stored.
 */
export type ModuleState = 'enabled' | 'paused' | 'archived' | 'purged' | 'quarantined'

/** States that can be chosen; `purged` takes two people and a job. */
export type ChosenState = Exclude<ModuleState, 'quarantined' | 'purged'>

/** What the database keeps: a chosen state, `purged`, or `available` for what was never used. */
export type StoredState = Exclude<ModuleState, 'quarantined'> | 'available'
