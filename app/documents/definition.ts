import type { Scope } from '../tenancy/scope.ts'
import { renderPdf } from './pdf.ts'
import { documentTemplates } from './templates.ts'
import type { PaperFormat } from './types.ts'

/** What a template is given. */
export type DocumentData = Record<string, unknown>

/** A document that a module can print of one of its records. */
export interface DocumentDefinition<Data extends DocumentData = DocumentData> {
  /** Prefixed by the module: `invoicing.invoice`. */
  id: string
  /** What people call it: `Tax invoice`. */
  title: string
  /** Edge template in the module's `documents/` folder: `invoicing::invoice`. */
  template: string
  /**
   * Table of the records it is printed of: `invoicing_invoices`. The kernel holds readers to the rule of that record,
   * and offers the document where such a record is shown.
   */
  record?: string
  /** Permission of the reader. */
  permission: string
  /** A4 unless said otherwise. */
  format?: PaperFormat
  /** Reads everything the template needs; runs in a read unit of the scope. */
  load(scope: Scope, id: string): Promise<Data>
}

/** The document as HTML, ready to be printed: the definition's own facts are `document` in the template. */
export function documentHtml<Data extends DocumentData>(
  definition: DocumentDefinition<Data>,
  data: Data
): Promise<string> {
  const { id, title, format = 'A4' } = definition
  return documentTemplates.render(definition.template, { ...data, document: { id, title, format } })
}

/**
 * The document as a PDF file. Call it outside `scope.work`: printing takes longer than a
 * transaction should.
 *
 * @throws PdfFailedError, PdfBusyError, BrowserMissingError
 */
export async function renderDocument<Data extends DocumentData>(
  definition: DocumentDefinition<Data>,
  data: Data
): Promise<Uint8Array> {
  return renderPdf(await documentHtml(definition, data), { format: definition.format })
}
