import vine from '@vinejs/vine'

const millimetres = (most: number) => vine.number().withoutDecimals().min(5).max(most)

/** What a letterhead needs free, in millimetres of an A4 sheet. */
export const letterheadRoomValidator = vine.create({
  firstTop: millimetres(150),
  nextTop: millimetres(150),
  foot: millimetres(100),
})

/** What an uploaded file is called; only ever shown. */
export const letterheadFileValidator = vine.create({
  name: vine.string().trim().minLength(1).maxLength(200).optional(),
})
