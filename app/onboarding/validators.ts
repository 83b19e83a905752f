import vine from '@vinejs/vine'

/** What the reader did with the list of first steps. */
export const onboardingMarkValidator = vine.create({
  mark: vine.enum(['begun', 'away', 'back', 'praised'] as const),
})
