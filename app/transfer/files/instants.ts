import { DateTime, IANAZone } from 'luxon'

const DAY = 86_400_000
/** Days from the first day of spreadsheets, 30 December 1899, to that of Unix. */
const EPOCH = 25_569

/** Days of spreadsheets of a business date; `null` when it is none. */
export function dateSerial(date: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null
  const at = Date.parse(`${date}T00:00:00Z`)
  return Number.isNaN(at) ? null : at / DAY + EPOCH
}

/** The clock on the wall of one zone, for the many instants of a file: offsets are looked up once a day. */
export class WallClock {
  #zone: IANAZone
  #offsets = new Map<number, number | null>()

  constructor(zone: string) {
    this.#zone = IANAZone.create(zone)
  }

  /** Milliseconds as if the wall showed UTC; `null` when the text is no instant. */
  at(instant: string): number | null {
    // Without a zone it is one of the wall already.
    const at = /(?:Z|[+-]\d{2}:?\d{2})$/.test(instant)
      ? Date.parse(instant)
      : DateTime.fromISO(instant, { zone: this.#zone }).toMillis()
    return Number.isNaN(at) ? null : at + this.#offset(at) * 60_000
  }

  /** `2026-04-15 09:30` */
  text(instant: string): string | null {
    const at = this.at(instant)
    return at === null ? null : new Date(at).toISOString().slice(0, 16).replace('T', ' ')
  }

  /** Days of spreadsheets, to the minute. */
  serial(instant: string): number | null {
    const at = this.at(instant)
    return at === null ? null : Math.floor(at / 60_000) / 1440 + EPOCH
  }

  #offset(at: number): number {
    const day = Math.floor(at / DAY)
    let offset = this.#offsets.get(day)
    if (offset === undefined) {
      const [begin, end] = [this.#zone.offset(day * DAY), this.#zone.offset((day + 1) * DAY - 1)]
      // On the two days of the year that change the clock each instant is asked for.
      offset = begin === end ? begin : null
      this.#offsets.set(day, offset)
    }
    return offset ?? this.#zone.offset(at)
  }
}
