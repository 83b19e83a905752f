import fs from 'node:fs'

/**
 * How much more memory a process has resident at its peak than when this was made. The kernel keeps the peak itself
 * (`VmHWM`, set back through `clear_refs`); where there is none, the peak of the whole life of the process counts.
 */
export class PeakMemory {
  #before: number

  constructor() {
    globalThis.gc?.()
    try {
      fs.writeFileSync('/proc/self/clear_refs', '5')
    } catch (error) {
      if (!['ENOENT', 'EACCES', 'EPERM'].includes((error as { code: string }).code)) throw error
    }
    this.#before = process.memoryUsage.rss()
  }

  /** Bytes. */
  more(): number {
    return Math.max(0, peak() - this.#before)
  }
}

function peak(): number {
  try {
    const [, kilobytes] =
      /^VmHWM:\s+(\d+)/m.exec(fs.readFileSync('/proc/self/status', 'utf8')) ?? []
    if (kilobytes) return Number(kilobytes) * 1024
  } catch (error) {
    if ((error as { code: string }).code !== 'ENOENT') throw error
  }
  return process.resourceUsage().maxRSS * 1024
}
