/**
 * What a spreadsheet may take for the beginning of a formula (OWASP ASVS 5, 1.2.10): the signs themselves, their
 * full-width and small forms, and all of these behind blanks and quotation marks that a program strips.
 */
const FORMULA = /^[\s\0'"`‘’“”]*[=+\-@＝＋－＠﹦﹢﹣﹫]|^[\t\r\n\0]/
/** Of a phone number nothing is left to run: `+91 98220 12345`. */
const PHONE = /^\+\d[\d ()-]{5,24}$/

/** Letters and digits begin nearly every text, and no formula. */
const PLAIN = /^[\p{L}\p{N}]/u

/** Whether a text would run when a spreadsheet opens it from a file without types. */
export function runsAsFormula(text: string): boolean {
  return !PLAIN.test(text) && FORMULA.test(text) && !PHONE.test(text)
}

/** The text as it is written into such a file: an apostrophe keeps it text. */
export function withoutFormula(text: string): string {
  return runsAsFormula(text) ? `'${text}` : text
}

/** Takes the apostrophe off again that {@link withoutFormula} has put. */
export function withFormula(text: string): string {
  return text.charCodeAt(0) === 39 && runsAsFormula(text.slice(1)) ? text.slice(1) : text
}
