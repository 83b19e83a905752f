import vine from '@vinejs/vine'

/** Longer than any field may be; how long each may be, and why, is said by the check of templates. */
const words = () => vine.string().maxLength(20_000).nullable().optional()

const language = () => vine.enum(['en', 'hi'] as const)

/** Words of a message in a language, as they are saved or looked at. */
export const wordingValidator = vine.create({
  language: language(),
  subject: words(),
  preview: words(),
  heading: words(),
  body: words(),
  button: words(),
  text: words(),
})

export const languageValidator = vine.create({ language: language() })
