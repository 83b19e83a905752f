import { seesOwnOnly, visible } from '../access/visibility.ts'
import { NotFoundError } from '../errors.ts'
import { readableModules } from '../modules/gate.ts'
import { loadContributed, type Contributed } from '../modules/load_contributed.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import { papersOf, printRecord, type DocumentDefinition, type PrintChoice } from './definition.ts'
import type { PaperFormat } from './types.ts'

/** A document that can be printed, in the list of documents. */
export interface DocumentLine {
  id: string
  title: string
  module: string
  /** Table of the records it is printed of; `null` when the module does not say. */
  record: string | null
  /** Address of the PDF file, with `:id` for the record. */
  href: string
  /** Papers for `?format=`, its own first. */
  formats: PaperFormat[]
}

/** The documents that the reader may print: of modules in use, and of archived ones. */
export async function listDocuments(
  scope: Scope,
  registry: ModuleRegistry,
  record?: string
): Promise<DocumentLine[]> {
  const found = await documentsFor(scope, registry)
  return found
    .filter(({ value }) => !record || value.record === record)
    .map(({ module, value }) => ({
      id: value.id,
      title: value.title,
      module: module.id,
      record: value.record ?? null,
      href: `/documents/${value.id}/:id/pdf`,
      formats: papersOf(value),
    }))
}

/**
 * Prints a document of one record. Where the definition names the table of the record, the kernel holds the reader to
 * its rule before the module is asked; call it outside `scope.work`.
 * @throws NotFoundError for a document or record that is not there for the reader; PdfFailedError, PdfBusyError,
 * BrowserMissingError
 */
export async function printDocument(
  scope: Scope,
  registry: ModuleRegistry,
  documentId: string,
  id: string,
  choice: PrintChoice = {}
): Promise<{ name: string; content: Uint8Array }> {
  return printFound(scope, await findDocument(scope, registry, documentId), id, choice)
}

/** A document with the module that it is of. */
export type FoundDocument = Contributed<DocumentDefinition>

/**
 * A document that the reader may print.
 * @throws NotFoundError
 */
export async function findDocument(
  scope: Scope,
  registry: ModuleRegistry,
  documentId: string
): Promise<FoundDocument> {
  const found = (await documentsFor(scope, registry)).find(({ value }) => value.id === documentId)
  if (!found) throw new NotFoundError('document')
  return found
}

/** As {@link printDocument}, of a document that was found already. */
export async function printFound(
  scope: Scope,
  found: FoundDocument,
  id: string,
  choice: PrintChoice = {}
): Promise<{ name: string; content: Uint8Array }> {
  await ensureThere(scope, found, id)
  return printRecord(scope, found.value, id, choice)
}

/** All documents of modules in use and of archived ones, whether the reader may print them or not. */
export async function documentsInUse(
  scope: Scope,
  registry: ModuleRegistry
): Promise<FoundDocument[]> {
  const modules = readableModules(registry.manifests(), scope)
  return loadContributed(modules, 'document', ({ documents }) => documents)
}

async function documentsFor(scope: Scope, registry: ModuleRegistry) {
  const all = await documentsInUse(scope, registry)
  return all.filter(({ value }) => scope.can(value.permission))
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

async function ensureThere(scope: Scope, { module, value }: FoundDocument, id: string) {
  const rule = module.records.find(({ table }) => table === value.record)
  const noun = rule?.noun ?? 'record'
  if (!UUID.test(id)) throw new NotFoundError(noun)
  if (!rule || !seesOwnOnly(scope, rule)) return
  const row = await scope.read((unit) =>
    visible(unit.from(rule.table).where('id', id).select('id'), scope, rule).first()
  )
  if (!row) throw new NotFoundError(noun)
}
