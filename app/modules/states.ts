/**
 * State of a module for one organisation. `enabled`: in use. `archived`: switched off, its data kept
 * and untouched. A module without a row is available and has never been used.
 */
export type ModuleState = 'enabled' | 'archived'
