/** How a text goes over the network. */
export interface Segments {
  /** `gsm`: seven bits a character; `unicode`: sixteen, as soon as one character is in no other alphabet. */
  alphabet: 'gsm' | 'unicode'
  /** Characters as they count: some of the seven-bit alphabet count twice. */
  characters: number
  /** Messages that are paid for. */
  count: number
}

/** Basic alphabet of 3GPP TS 23.038, section 6.2.1, and its extension, whose characters count twice. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const EXTENSION = '\f^{}\\[~]|€'

/** Characters of a message alone, and of each part of a longer one (3GPP TS 23.040, section 9.2.3.24.1). */
const ROOM = { gsm: { alone: 160, part: 153 }, unicode: { alone: 70, part: 67 } }

/** How many messages of the network a text is. */
export function segmentsOf(text: string): Segments {
  const plain = [...text].every((each) => BASIC.includes(each) || EXTENSION.includes(each))
  const alphabet = plain ? 'gsm' : 'unicode'
  const characters = plain
    ? [...text].reduce((sum, each) => sum + (EXTENSION.includes(each) ? 2 : 1), 0)
    : text.length
  const { alone, part } = ROOM[alphabet]
  const count = characters === 0 ? 0 : characters <= alone ? 1 : Math.ceil(characters / part)
  return { alphabet, characters, count }
}
