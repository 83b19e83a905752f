import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import type { PrintChoice } from './definition.ts'

/** How a reader wants a paper: `?language=hi&format=receipt-80mm`. */
export const printChoiceValidator = vine.create({
  language: vine.enum(['en', 'hi'] as const).optional(),
  format: vine.enum(['A4', 'A5', 'receipt-80mm'] as const).optional(),
})

/**
 * What the address of a PDF chooses; a paper that the document does not have is left out of account.
 * @throws a validation error
 */
export function printChoice({ request }: HttpContext): Promise<PrintChoice> {
  return printChoiceValidator.validate(request.qs())
}
