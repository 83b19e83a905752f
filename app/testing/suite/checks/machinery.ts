import type { ModuleCheck } from '../check.ts'
import { documentProblems } from './machinery/documents.ts'
import { eventProblems } from './machinery/events.ts'
import { fileProblems } from './machinery/files.ts'
import { jobProblems } from './machinery/jobs.ts'
import { messageProblems } from './machinery/messages.ts'
import { scheduleProblems } from './machinery/schedules.ts'
import { searchProblems } from './machinery/search.ts'
import { transferProblems } from './machinery/transfer.ts'

/** What the kernel does for a module stays with its organisation, and stops where the module is off. */
export const MACHINERY: ModuleCheck[] = [
  {
    id: 'machinery.jobs',
    title:
      'a job given records of another organisation leaves them alone, and waits while it is off',
    run: jobProblems,
  },
  {
    id: 'machinery.events',
    title:
      'a handler told of another organisation leaves it alone, and its events wait while it is off',
    run: eventProblems,
  },
  {
    id: 'machinery.schedules',
    title:
      'a schedule’s job takes what the clock gives it, and the clock is silent where it is off',
    run: scheduleProblems,
  },
  {
    id: 'machinery.files',
    title: 'a file at a record is read by its organisation, and not while it is off',
    run: fileProblems,
  },
  {
    id: 'machinery.documents',
    title: 'a document is printed for its organisation, and not while it is off',
    run: documentProblems,
  },
  {
    id: 'machinery.messages',
    title: 'a message says what it is given and nothing of an earlier one; markup in data is text',
    run: messageProblems,
  },
  {
    id: 'machinery.transfer',
    title:
      'imports and exports reach the records of their organisation, and are gone while it is off',
    run: transferProblems,
  },
  {
    id: 'machinery.search',
    title: 'a record is found by its title, by its organisation, and not while it is off',
    run: searchProblems,
  },
]
