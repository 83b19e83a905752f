/**
 * Printed documents: Edge templates become HTML, HTML becomes PDF in one warm browser.
 */
export { browserExecutable, type BrowserExecutable } from './browser_path.ts'
export {
  documentHtml,
  documentLanguage,
  letterheadFor,
  papersOf,
  printRecord,
  renderDocument,
  type DocumentData,
  type DocumentDefinition,
  type PrintChoice,
} from './definition.ts'
export { BrowserMissingError, PdfBusyError, PdfFailedError, PdfTooLargeError } from './errors.ts'
export { footerLines } from './footer_lines.ts'
export { fontsHref } from './fonts.ts'
export { documentLook, type StoredLook } from './looks/document_look.ts'
export { PLAIN_LOOK, type DocumentLook, type PaperChoice } from './looks/look.ts'
export { paymentDetails, type PaymentDetails } from './payment_details/payment_details.ts'
export { printedPayment, type PrintedPayment } from './payment_details/printed_payment.ts'
export { upiLink } from './payment_details/upi.ts'
export { FakeRenderer, type PrintedDocument } from './fake_renderer.ts'
export { closeBrowser, documents, renderPdf } from './pdf.ts'
export type {
  PrintedColumn,
  PrintedFact,
  PrintedOrganisation,
  PrintedParty,
  PrintedRow,
  PrintedTaxId,
  PrintedTotal,
} from './print_types.ts'
export { qrDataUri } from './qr.ts'
export { DocumentTemplates, documentTemplates } from './templates.ts'
export { PAPERS, type PaperFormat, type PdfOptions, type PdfRenderer } from './types.ts'
export { printChoice, printChoiceValidator } from './choice.ts'
