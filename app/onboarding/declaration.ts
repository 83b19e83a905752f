import type { BuiltInRole } from '../http/page_types.ts'
import type { Lazy } from '../modules/lazy.ts'
import type { Unit } from '../tenancy/unit.ts'

/** A step is done when such a row is there; samples do not count. */
export interface StepRows {
  /** Table of the module. */
  table: string
  /** SQL condition; `t` is the table: `t.issued_at is not null`. */
  where?: string
}

/** Asks the open unit whether the step is done; one cheap query. */
export type StepDone = (unit: Unit) => Promise<boolean>

/**
 * One thing that somebody new does first. Whether it is done is always read from the records, so a list that was left
 * goes on where the work stands.
 */
export interface OnboardingStep {
  /** Prefixed by the module: `contacts.first_contact`. */
  id: string
  /** What is done, as a button says it: «Add your first customer». */
  title: string
  /** What it is good for, in one sentence. */
  why: string
  /** Who may do it; nobody else is shown the step. */
  permission: string
  /** Built-in roles it is for; everybody with the permission when left out. */
  roles?: BuiltInRole[]
  /** Page that does it. */
  href: string
  icon: string
  /** Place in the list: the organisation below 100, masters from 200, work from 300, bills from 400. */
  order: number
  /** Minutes that somebody new needs. */
  minutes: number
  /** Worth doing, but not asked for: it does not count towards the end. */
  optional?: boolean
  done: StepRows | Lazy<StepDone>
}

/** A step as its reader sees it, in their language. */
export interface ShownStep {
  id: string
  title: string
  why: string
  href: string
  icon: string
  minutes: number
  optional: boolean
  done: boolean
}

/** The first steps of one reader. */
export interface Onboarding {
  steps: ShownStep[]
  /** Of those that are asked for. */
  done: number
  total: number
  /** The first that is asked for and not done. */
  next: ShownStep | null
}

/** What the start page shows: the list, a word of praise once, or nothing. */
export type OnboardingCard = (Onboarding & { kind: 'steps' }) | { kind: 'praise' }
