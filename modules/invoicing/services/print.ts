import type { Scope } from '@karkhana/kernel'
import { printRecord, type PrintChoice } from '@karkhana/kernel/documents'
import invoiceDocument from '../documents/invoice.ts'

/** An invoice as a file. */
export interface PrintedFile {
  /** `PUN-26-27-00042.pdf` */
  name: string
  content: Uint8Array
}

/**
 * Prints an invoice, in the language of its customer unless another one is chosen; call it outside `scope.work`.
 * @throws NotFoundError, PdfFailedError, PdfBusyError, BrowserMissingError
 */
export async function printInvoice(
  scope: Scope,
  id: string,
  choice: PrintChoice = {}
): Promise<PrintedFile> {
  const { name, content, data } = await printRecord(scope, invoiceDocument, id, choice)
  return { name: data.number ? name : 'draft-invoice.pdf', content }
}
