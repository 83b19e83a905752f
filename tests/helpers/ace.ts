import ace from '@adonisjs/core/services/ace'
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** What a command answered. */
export interface AceAnswer<Json> {
  exitCode: number
  /** Of `--json`. */
  json: Json
  /** What people were told, line by line, without colours. */
  text: string
}

/** Runs a command in this process against the database of the tests, with `--json`. */
export async function runAce<Json>(name: string, args: string[]): Promise<AceAnswer<Json>> {
  const answer = await askAce(name, [...args, '--json'])
  return { ...answer, json: JSON.parse(answer.text) as Json }
}

/** Runs a command in this process as people do. */
export async function askAce(name: string, args: string[]) {
  ace.ui.switchMode('raw')
  const command = await ace.exec(name, args)
  const lines = command.ui.logger.getLogs().map(({ message }) => message)
  return { exitCode: command.exitCode ?? 0, text: lines.join('\n') }
}

/** Runs a command in a process of its own, as on the command line, with `input` on standard input. */
export async function spawnAce(args: string[], input = '', env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['ace.ts', ...args], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'test', LOG_LEVEL: 'fatal', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.end(input)
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk) => (stdout += String(chunk)))
  child.stderr.on('data', (chunk) => (stderr += String(chunk)))
  const exitCode = await new Promise<number>((resolve) => child.once('close', resolve))
  return { exitCode, stdout, stderr }
}
