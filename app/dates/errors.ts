/** The text is not a calendar day in the form the caller asked for. */
export class InvalidDateError extends Error {
  code = 'E_DATE_INVALID'
  status = 422
  /** What the reader can do about it. */
  readonly next: string

  constructor(value: string, form: 'YYYY-MM-DD' | 'DD-MM-YYYY') {
    super(`"${value}" is not a date`)
    this.name = 'InvalidDateError'
    this.next = `Write an existing day as ${form}, such as ${
      form === 'YYYY-MM-DD' ? '2026-11-20' : '20-11-2026'
    }.`
  }
}

/** The name is not a time zone of the IANA list, or the instant is not a point in time. */
export class InvalidZoneError extends Error {
  code = 'E_ZONE_INVALID'
  status = 422
  readonly next = 'Choose a zone of the IANA list, such as Asia/Kolkata.'

  constructor(zone: string) {
    super(`"${zone}" is not a time zone`)
    this.name = 'InvalidZoneError'
  }
}
