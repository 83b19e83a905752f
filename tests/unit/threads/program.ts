import { parentPort, workerData } from 'node:worker_threads'

/** What a thread is asked to do. */
export type Task = 'answer' | 'throw' | 'turn' | 'grow'

const kept: unknown[] = []
switch (workerData as Task) {
  case 'answer':
    parentPort!.postMessage({ answered: 'by a thread' })
    break
  case 'throw':
    throw new Error('a mistake of the program')
  case 'turn':
    for (;;) kept.length = 0
  case 'grow':
    for (;;) kept.push(kept.map(() => ({ kept: [...kept] })))
}
