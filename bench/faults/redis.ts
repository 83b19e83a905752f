import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs/promises'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { killAtRandom, type Kill, type Scene } from './kills.ts'
import { freePort } from '../../bin/postgres/server.ts'

/** A Redis of the bench's own. */
export interface OwnRedis {
  url: string
  /** Forgets everything, while the clients stay connected. */
  flush(): Promise<void>
  /** Ends at once, as by a crash. */
  kill(): Promise<void>
  /** Starts again on the same port, and knows nothing of before. */
  startEmpty(): Promise<void>
  stop(): Promise<void>
}

/** @throws when there is no `redis-server` on this machine */
export async function openRedis(): Promise<OwnRedis> {
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'karkhana-bench-redis-'))
  const port = await freePort()
  let child: ChildProcess | undefined
  const startEmpty = async () => {
    child = spawn(
      'redis-server',
      ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', '']
        .concat(['--appendonly', 'no'])
        .concat(['--maxmemory-policy', 'noeviction']),
      { stdio: 'ignore' }
    )
    await once(child, 'spawn')
    while (!(await say(port, 'PING').catch(() => ''))) await sleep(50)
  }
  const kill = async () => {
    const ended = once(child!, 'exit')
    child!.kill('SIGKILL')
    await ended
  }
  await startEmpty()
  return {
    url: `redis://127.0.0.1:${port}`,
    flush: async () => void (await say(port, 'FLUSHALL')),
    kill,
    startEmpty,
    async stop() {
      await kill()
      await fs.rm(dir, { recursive: true, force: true })
    },
  }
}

/** Sends one command in Redis's inline form. @returns the answer's first line */
async function say(port: number, command: string): Promise<string> {
  const socket = net.connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    socket.write(`${command}\r\n`)
    const [answer] = (await once(socket, 'data')) as [Buffer]
    return answer.toString()
  } finally {
    socket.destroy()
  }
}

/**
 * While orders come in: Redis forgets everything, later it is away for `seconds` and comes back empty. While it is away
 * two processes are killed, whose successors have to start without it.
 */
export async function outage(redis: OwnRedis, seconds: number, scene: Scene): Promise<Kill[]> {
  await sleep(1_000)
  await redis.flush()
  await sleep(Math.min(seconds, 5) * 1_000)
  await redis.kill()
  const [kills] = await Promise.all([killAtRandom(scene, 2, seconds / 4), sleep(seconds * 1_000)])
  await redis.startEmpty()
  await sleep(Math.min(seconds, 5) * 1_000)
  return kills
}
