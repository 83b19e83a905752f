import type { Scope } from '@karkhana/kernel'
import { renderDocument } from '@karkhana/kernel/documents'
import invoiceDocument from '../documents/invoice.ts'

/** An invoice as a file. */
export interface PrintedFile {
  /** `PUN-26-27-00042.pdf` */
  name: string
  content: Uint8Array
}

/**
 * Prints an invoice; call it outside `scope.work`.
 * @throws NotFoundError, PdfFailedError, PdfBusyError, BrowserMissingError
 */
export async function printInvoice(scope: Scope, id: string): Promise<PrintedFile> {
  const data = await invoiceDocument.load(scope, id)
  const content = await renderDocument({ ...invoiceDocument, title: data.title }, data)
  return { name: `${data.number.replaceAll('/', '-') || 'draft-invoice'}.pdf`, content }
}
