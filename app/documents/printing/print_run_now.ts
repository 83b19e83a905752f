import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import logger from '@adonisjs/core/services/logger'
import { NotFoundError } from '../../errors.ts'
import { discardFile, keepFile, storeFile } from '../../files/store_file.ts'
import { understand } from '../../http/understand_error.ts'
import type { JobRun } from '../../jobs/job.ts'
import { starterScope } from '../../jobs/starter_scope.ts'
import { labelIn } from '../../lang/translate.ts'
import { notifyMembers } from '../../notifications/notify.ts'
import { placeOf } from '../../notifications/place.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import type { Scope } from '../../tenancy/scope.ts'
import { BrowserMissingError, PdfBusyError } from '../errors.ts'
import { findDocument, printFound, type FoundDocument } from '../registry.ts'
import { openOutput, type OutputFile } from './output_file.ts'
import { NAMED, type NotPrinted, type StoredPrintRun } from './print_run.ts'

/** Documents that are read and printed while the one before them is written. */
const AHEAD = 3
/** Milliseconds between two notes of how far it is; at each it is asked whether it was stopped. */
const NOTE_EVERY = 700
/** Milliseconds to wait when the printer is busy with documents of others, and how often. */
const BUSY_WAIT = 500
const BUSY_TRIES = 60

const LOST = 'Who asked for it may not do this any more.'

/** Who is told how far it is, and may stop it: the job. */
type Watch = Pick<JobRun, 'signal' | 'progress'>

/** What became of one record. */
type Printed = { name: string; content: Uint8Array } | { failure: NotPrinted }

/**
 * Prints a run as the member who asked for it, in the order of its records. Memory does not grow with their number.
 * What cannot be printed is named with the reason, the others are printed.
 */
export async function printRun(
  system: Scope,
  registry: ModuleRegistry,
  runId: string,
  watch?: Watch
): Promise<string | undefined> {
  const run = await runningRun(system, runId)
  if (!run) return
  const scope = await starterScope(system, run)
  if (typeof scope === 'string') return void (await failPrintRun(system, runId, scope))
  const found = await findDocument(scope, registry, run.document).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null
    throw error
  })
  if (!found) return void (await failPrintRun(system, runId, LOST))

  const folder = await mkdtemp(join(tmpdir(), 'karkhana-prints-'))
  try {
    const output = await openOutput(run.output, folder, run.created_at)
    const counted = await printAll(scope, found, run, { output, watch })
    if (counted === 'stopped') return void (await output.abort())
    if (counted.done === 0) {
      await output.abort()
      return void (await failPrintRun(system, runId, counted.failures[0]!.reason, counted))
    }
    return await keepOutput(scope, found, run, { output, bytes: await output.finish(), ...counted })
  } catch (error) {
    if (!(error instanceof BrowserMissingError)) throw error
    await failPrintRun(system, runId, `${error.message} ${error.next}`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Stops a run whose job was cancelled. */
export async function stopPrintRun(scope: Scope, runId: string) {
  await scope.work((unit) =>
    unit.rows(
      `update print_runs set state = 'cancelled', finished_at = now()
        where organisation_id = ? and id = ? and state = 'running'`,
      [scope.organisationId, runId]
    )
  )
}

/** Ends a run for a reason that concerns all records. */
export async function failPrintRun(
  scope: Scope,
  runId: string,
  reason: string,
  { failed = 0, failures = [] }: { failed?: number; failures?: NotPrinted[] } = {}
) {
  await scope.work((unit) =>
    unit.rows(
      `update print_runs set state = 'failed', failure = ?, failed = ?, failures = ?, finished_at = now()
        where organisation_id = ? and id = ? and state = 'running'`,
      [reason, failed, JSON.stringify(failures), scope.organisationId, runId]
    )
  )
}

interface Counted {
  done: number
  failed: number
  failures: NotPrinted[]
}

async function printAll(
  scope: Scope,
  found: FoundDocument,
  run: StoredPrintRun,
  { output, watch }: { output: OutputFile; watch?: Watch }
): Promise<Counted | 'stopped'> {
  const counted: Counted = { done: 0, failed: 0, failures: [] }
  const ahead: Promise<Printed>[] = []
  const waiting = run.record_ids.values()
  const begin = () => {
    const { value, done } = waiting.next()
    if (done) return
    const printing = printOne(scope, found, run, value)
    // A failure is told when its turn comes.
    printing.catch(() => undefined)
    ahead.push(printing)
  }
  for (let count = 0; count < AHEAD; count++) begin()
  let noted = Date.now()
  try {
    while (ahead.length > 0) {
      watch?.signal.throwIfAborted()
      const printed = await ahead.shift()!
      begin()
      if ('failure' in printed) {
        counted.failed++
        if (counted.failures.length < NAMED) counted.failures.push(printed.failure)
      } else {
        await output.add(printed.content, printed.name)
        counted.done++
      }
      if (Date.now() - noted < NOTE_EVERY) continue
      noted = Date.now()
      const through = counted.done + counted.failed
      await watch?.progress(
        (through / run.record_ids.length) * 99,
        `${through} / ${run.record_ids.length}`
      )
      if (!(await noteProgress(scope, run.id, counted))) return 'stopped'
    }
  } catch (error) {
    await output.abort()
    throw error
  } finally {
    await Promise.allSettled(ahead)
  }
  return (await noteProgress(scope, run.id, counted)) ? counted : 'stopped'
}

async function printOne(
  scope: Scope,
  found: FoundDocument,
  { format, language }: StoredPrintRun,
  id: string
): Promise<Printed> {
  const choice = { format: format ?? undefined, language: language ?? undefined }
  for (let tries = 1; ; tries++) {
    try {
      return await printFound(scope, found, id, choice)
    } catch (error) {
      if (error instanceof BrowserMissingError) throw error
      if (error instanceof PdfBusyError && tries < BUSY_TRIES) {
        await wait(BUSY_WAIT)
        continue
      }
      return {
        failure: { id, title: await titleOf(scope, found, id, error), reason: reasonOf(error) },
      }
    }
  }
}

function reasonOf(error: unknown): string {
  const { status, code, message, next } = understand(error)
  if (status >= 500 && !code.startsWith('E_PDF')) {
    logger.error({ err: error }, 'a document was left out of a print run')
    return `Karkhana could not do this (${code}).`
  }
  return [message, next].filter(Boolean).join(' ')
}

/** Its number; of a record that is not there for the reader nothing but the id they gave. */
async function titleOf(scope: Scope, { module, value }: FoundDocument, id: string, why: unknown) {
  const rule = module.records.find(({ table }) => table === value.record)
  if (!rule || why instanceof NotFoundError) return id
  return (await scope.read((unit) => placeOf(unit, rule, id))).title
}

/** @returns whether the run goes on */
async function noteProgress(scope: Scope, id: string, { done, failed, failures }: Counted) {
  const rows = await scope.work((unit) =>
    unit.rows(
      `update print_runs set done = ?, failed = ?, failures = ?
        where organisation_id = ? and id = ? and state = 'running' returning id`,
      [done, failed, JSON.stringify(failures), scope.organisationId, id]
    )
  )
  return rows.length > 0
}

async function runningRun(system: Scope, runId: string): Promise<StoredPrintRun | undefined> {
  const [run] = await system.read((unit) =>
    unit.rows<StoredPrintRun>(
      `select id, document, module_id, member_id, actor, permissions, record_ids, output, format, language,
              state, created_at
         from print_runs where organisation_id = ? and id = ? and state = 'running'`,
      [system.organisationId, runId]
    )
  )
  return run
}

/** Stores the file and keeps it for the run, unless it was stopped meanwhile. */
async function keepOutput(
  scope: Scope,
  { value, module }: FoundDocument,
  run: StoredPrintRun,
  { output, bytes, done, failed }: { output: OutputFile; bytes: number } & Counted
) {
  const title = labelIn(scope.language, module.id, value.title)
  const file = await storeFile(scope, {
    purpose: 'kernel.prints',
    type: output.type,
    content: { path: output.path, bytes },
    counted: false,
  })
  const kept = await scope.work(async (unit) => {
    const name = `${title} (${done}).${run.output}`
    const rows = await unit.rows(
      `update print_runs set state = 'done', file_id = ?, file_name = ?, bytes = ?, finished_at = now()
        where organisation_id = ? and id = ? and state = 'running' returning id`,
      [file.id, name, bytes, scope.organisationId, run.id]
    )
    if (rows.length === 0) return false
    await keepFile(unit, file.id, { table: 'print_runs', id: run.id })
    return true
  })
  if (!kept) return void (await discardFile(scope, file.id))
  const told = `${title}: ${failed > 0 ? `${done} / ${done + failed}` : done}`
  await tell(scope, run, told)
  return told
}

/** Into the inbox of who asked, who may have left the page. */
async function tell(scope: Scope, { member_id: member }: StoredPrintRun, title: string) {
  const from = scope.with({ actor: { ...scope.actor, memberId: null } })
  await from.work((unit) =>
    notifyMembers(unit, {
      reason: 'finished',
      members: [member],
      title,
      href: '/documents/prints',
    })
  )
}
