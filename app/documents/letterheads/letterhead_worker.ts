import { parentPort, workerData } from 'node:worker_threads'
import { readLetterhead, type ReadLetterhead } from './read_letterhead.ts'

/** Reads one file away from the requests of this process; see `prepare_letterhead.ts`. */
const unreadable = (): ReadLetterhead => ({ problem: 'unreadable' })
parentPort!.postMessage(await readLetterhead(workerData as Uint8Array).catch(unreadable))
