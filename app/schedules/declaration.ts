/** Work that an organisation's clock starts: a job of the module, dispatched when the time has come. */
export interface ScheduleDeclaration {
  /** Prefixed by the module: `feedback.remind`. */
  id: string
  /** What it does, for the page of schedules: "Remind customers who have not answered". */
  label: string
  /** Five fields, read in the organisation's zone: `0 9 * * *`. */
  cron: string
  /** Name of the job of the same module that is dispatched; its payload is `{ dueAt }` (ISO instant). */
  job: string
  /** When runs were missed: one run makes up for all of them, or they are skipped. `once` unless said otherwise. */
  missed?: 'once' | 'skip'
}
