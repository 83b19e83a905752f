import path from 'node:path'
import { Worker } from 'node:worker_threads'

/** What a thread may take before it is given up. */
export interface ThreadLimits {
  /** Milliseconds. */
  patience: number
  /** MB of its heap; buffers do not count. */
  heap: number
  /** Bytes by which this process may grow meanwhile, buffers included. */
  growth?: number
}

/** Milliseconds between two looks at the memory. */
const LOOK = 25

/**
 * Runs a program in a thread of its own, for files that may ask for any time or memory: the thread ends with what takes
 * too much. The program posts one message.
 * @param from `import.meta.url` of the caller; the program lies beside it, as source or as built
 * @param name its file, without the ending
 * @returns what it posted; `null` when it took more than its limits
 * @throws what it threw itself, also when it cannot be started
 */
export async function runInThread<Answer>(
  from: string,
  name: string,
  data: unknown,
  { patience, heap, growth = Infinity }: ThreadLimits
): Promise<Answer | null> {
  const worker = new Worker(new URL(name + path.extname(from), from), {
    workerData: data,
    resourceLimits: { maxOldGenerationSizeMb: heap },
    // Libraries say there what is wrong with a file; whoever sent it is told by the error
    stdout: true,
    stderr: true,
  })
  const { promise, resolve, reject } = Promise.withResolvers<Answer | null>()
  const giveUp = () => resolve(null)
  worker.once('message', resolve).once('exit', giveUp)
  worker.once('error', (error: NodeJS.ErrnoException) =>
    error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? giveUp() : reject(error)
  )
  const most = process.memoryUsage.rss() + growth
  const watch = setInterval(() => process.memoryUsage.rss() > most && giveUp(), LOOK)
  const timer = setTimeout(giveUp, patience)
  try {
    return await promise
  } finally {
    clearInterval(watch)
    clearTimeout(timer)
    await worker.terminate()
  }
}
