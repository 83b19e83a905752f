import type { RunKind, StoredRun } from './run.ts'

type Place = Pick<StoredRun, 'id' | 'kind' | 'subject_id'>

const PAGES: Record<RunKind, (run: Place) => string> = {
  bulk: () => '/runs',
  print: () => '/documents/prints',
  import: ({ subject_id: id }) => `/transfer/imports/${id}`,
  export: () => '/transfer',
  data_export: () => '/settings/data',
}

/** Path of the page on which a run and what came of it stand. */
export const pageOfRun = (run: Place): string => PAGES[run.kind](run)
