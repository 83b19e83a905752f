import vine from '@vinejs/vine'

/** What an organisation chooses about language models; money in paise. */
export const aiSettingsValidator = vine.create({
  monthlyPaise: vine.number().withoutDecimals().min(0).max(1_000_000_000),
  purposes: vine.array(vine.string().maxLength(120)).maxLength(500).distinct(),
})
