import { NotFoundError, RuleError } from '../../errors.ts'
import type { Language } from '../../lang/declaration.ts'
import type { ListInput, NamedList } from '../../lists/declaration.ts'
import { customListing, rowsOfList } from '../../lists/query.ts'
import { idsOfList } from '../../lists/read_lists.ts'
import { listNamed } from '../../lists/registry.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import { dispatchRun, insertRun, knownRun } from '../../runs/begin.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { findDocument } from '../registry.ts'
import type { PaperFormat } from '../types.ts'
import printDocuments from './jobs/print_documents.ts'
import { MOST_PRINTED, readPrintRun, type PrintOutput, type PrintRun } from './print_run.ts'

/** What a reader asks to be printed. */
export interface PrintRequest {
  /** UUID made by the asker: the same request twice is one run. */
  key: string
  /** The records, in this order unless a list is named. */
  ids?: readonly string[]
  /** Name of the list they were chosen in; its order is that of the file. */
  list?: string
  /** All rows of the list that match; with `ids` only its order counts. */
  query?: ListInput
  output: PrintOutput
  format?: PaperFormat
  /** Left out: of each document, the language of whom it is for. */
  language?: Language
}

/**
 * Asks for the documents of many records as one file; a job prints them.
 * @throws NotFoundError for a document or list that is not there for the reader, RuleError when nothing or too much
 * is chosen, or the list is one of other records
 */
export async function requestPrinting(
  scope: Scope,
  registry: ModuleRegistry,
  documentId: string,
  request: PrintRequest
): Promise<PrintRun> {
  const { value: document, module } = await findDocument(scope, registry, documentId)
  if (!scope.actor.memberId) throw new NotFoundError('document')
  const list = request.list ? await listNamed(scope, registry, request.list) : null
  if (list && list.record?.table !== document.record) {
    throw new RuleError('E_PRINT_LIST', `“${document.title}” is not printed of this list.`, {
      field: 'list',
      next: 'Leave the list out, or name one of the records that the document is of.',
    })
  }
  const id = await scope.work(async (unit) => {
    const known = await knownRun(unit, 'print', request.key)
    if (known) return known
    const ids = await idsToPrint(unit, list, request)
    const { id: runId, attempt } = await insertRun(unit, {
      ...{ kind: 'print', module: module.id, title: document.title },
      ...{ key: request.key, total: ids.length },
    })
    await unit.table('print_runs').insert({
      organisation_id: scope.organisationId,
      id: runId,
      document: document.id,
      record_ids: ids,
      output: request.output,
      format: request.format ?? null,
      language: request.language ?? null,
    })
    await dispatchRun(unit, runId, printDocuments, { runId, attempt })
    return runId
  })
  return readPrintRun(scope, id)
}

async function idsToPrint(unit: Unit, list: NamedList | null, request: PrintRequest) {
  const ids = request.ids
    ? await inOrder(unit, list, [...new Set(request.ids)], request.query)
    : list
      ? await idsOfList(unit, list, request.query ?? {}, MOST_PRINTED + 1)
      : []
  if (ids.length === 0) {
    throw new RuleError('E_PRINT_NOTHING', 'No record is chosen.', {
      field: 'ids',
      next: 'Choose at least one row.',
    })
  }
  if (ids.length > MOST_PRINTED) {
    throw new RuleError('E_PRINT_TOO_MANY', 'More than 2,000 records match.', {
      field: 'ids',
      next: 'Narrow the list by a filter, and print it in parts.',
    })
  }
  return ids
}

/** Chosen rows in the order of their list; a row that went meanwhile stands at the end, and is named as left. */
async function inOrder(
  unit: Unit,
  list: NamedList | null,
  ids: string[],
  input: ListInput = {}
): Promise<string[]> {
  if (!list) return ids
  const rows = rowsOfList(
    unit,
    { ...list, narrow: undefined },
    {},
    await customListing(unit, list)
  ).whereIn(list.id, ids)
  const sort = list.sorts[input.sort ?? list.defaultSort] ?? list.sorts[list.defaultSort]!
  rows.clearSelect().select(unit.trx.raw(`${list.id} as list_id`))
  rows.orderByRaw(`${sort.column} ${sort.direction}, ${list.id} ${sort.direction}`)
  const sorted = ((await rows) as { list_id: string }[]).map(({ list_id: id }) => id)
  return [...new Set([...sorted, ...ids])]
}
