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
import { placeOf } from '../../notifications/place.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import { parkRun } from '../../runs/park.ts'
import type { RunAttempt } from '../../runs/run.ts'
import { endRun, failRun, noteRun, takeRun } from '../../runs/work.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { BrowserMissingError, PdfBusyError } from '../errors.ts'
import { findDocument, printFound, type FoundDocument } from '../registry.ts'
import printDocuments from './jobs/print_documents.ts'
import { openOutput, type OutputFile } from './output_file.ts'
import { NAMED, type NotPrinted, type StoredPrint } from './print_run.ts'

/** Documents that are read and printed while the one before them is written. */
const AHEAD = 3
/** Milliseconds between two notes of how far it is; at each it is asked whether it was stopped. */
const NOTE_EVERY = 700
/** Milliseconds to wait when the printer is busy with documents of others, and how often. */
const BUSY_WAIT = 500
const BUSY_TRIES = 60

const LOST = 'Who asked for it may not do this any more.'

/** What became of one record. */
type Printed = { name: string; content: Uint8Array } | { failure: NotPrinted }

/**
 * Prints a run as the member who asked for it, in the order of its records. Memory does not grow with their number.
 * What cannot be printed is named with the reason, the others are printed.
 */
export async function printRun(
  system: Scope,
  registry: ModuleRegistry,
  attempt: RunAttempt,
  { id: jobId, signal }: Pick<JobRun, 'id' | 'signal'>
): Promise<void> {
  const run = await takeRun(system, attempt)
  if (!run) return
  if (await parkRun(system, printDocuments, run, { ...attempt }, jobId)) return
  const print = await printOf(system, run.id)
  const scope = await starterScope(system, run)
  if (typeof scope === 'string') return void (await failRun(system, attempt, scope))
  const found = await findDocument(scope, registry, print.document).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null
    throw error
  })
  if (!found) return void (await failRun(system, attempt, LOST))

  const folder = await mkdtemp(join(tmpdir(), 'karkhana-prints-'))
  try {
    const output = await openOutput(print.output, folder, print.created_at)
    const counted = await printAll(scope, found, print, { output, attempt, signal })
    if (counted === 'stopped') return void (await output.abort())
    if (counted.done === 0) {
      await output.abort()
      return void (await nothingPrinted(system, attempt, counted))
    }
    await keepOutput(scope, found, print, {
      attempt,
      output,
      bytes: await output.finish(),
      ...counted,
    })
  } catch (error) {
    if (!(error instanceof BrowserMissingError)) throw error
    await failRun(system, attempt, `${error.message} ${error.next}`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Of what was asked for nothing can be printed: the first reason stands for all. */
function nothingPrinted(scope: Scope, attempt: RunAttempt, { failed, failures }: Counted) {
  return scope.work(async (unit) => {
    const failure = failures[0]!.reason
    if (!(await endRun(unit, attempt, { state: 'failed', failure, failed }))) return
    await noteFailures(unit, attempt, failures)
  })
}

interface Counted {
  done: number
  failed: number
  failures: NotPrinted[]
}

async function printAll(
  scope: Scope,
  found: FoundDocument,
  run: StoredPrint,
  { output, attempt, signal }: { output: OutputFile; attempt: RunAttempt; signal: AbortSignal }
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
      signal.throwIfAborted()
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
      if (!(await noteCounted(scope, attempt, counted))) return 'stopped'
    }
  } catch (error) {
    await output.abort()
    throw error
  } finally {
    await Promise.allSettled(ahead)
  }
  return (await noteCounted(scope, attempt, counted)) ? counted : 'stopped'
}

async function printOne(
  scope: Scope,
  found: FoundDocument,
  { format, language }: StoredPrint,
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
function noteCounted(scope: Scope, attempt: RunAttempt, { done, failed, failures }: Counted) {
  return scope.work(async (unit) => {
    if (!(await noteRun(unit, attempt, { done, failed }))) return false
    await noteFailures(unit, attempt, failures)
    return true
  })
}

async function noteFailures(unit: Unit, { runId }: RunAttempt, failures: NotPrinted[]) {
  await unit.rows('update print_runs set failures = ? where organisation_id = ? and id = ?', [
    ...[JSON.stringify(failures), unit.scope.organisationId, runId],
  ])
}

async function printOf(system: Scope, runId: string): Promise<StoredPrint> {
  const [print] = await system.read((unit) =>
    unit.rows<StoredPrint>(
      `select id, document, record_ids, output, format, language, created_at
         from print_runs where organisation_id = ? and id = ?`,
      [system.organisationId, runId]
    )
  )
  return print
}

/** Stores the file and keeps it for the run, unless it was stopped meanwhile. */
async function keepOutput(
  scope: Scope,
  { value, module }: FoundDocument,
  run: StoredPrint,
  kept: { attempt: RunAttempt; output: OutputFile; bytes: number } & Counted
) {
  const { attempt, output, bytes, done, failed } = kept
  const file = await storeFile(scope, {
    purpose: 'kernel.prints',
    type: output.type,
    content: { path: output.path, bytes },
    counted: false,
  })
  const name = `${labelIn(scope.language, module.id, value.title)} (${done}).${run.output}`
  const ended = await scope.work(async (unit) => {
    if (!(await endRun(unit, attempt, { state: 'done', done, failed }))) return false
    await unit.rows(
      `update print_runs set file_id = ?, file_name = ?, bytes = ? where organisation_id = ? and id = ?`,
      [file.id, name, bytes, scope.organisationId, run.id]
    )
    await keepFile(unit, file.id, { table: 'print_runs', id: run.id })
    return true
  })
  if (!ended) await discardFile(scope, file.id)
}
