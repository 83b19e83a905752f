import type { Say } from '../lang/say.ts'

const LATE = 'Nobody was at work when it was due.'
const MAKES_UP = 'Nobody was at work when it was due; it makes up for {times} runs.'
const [BEFORE, AFTER] = MAKES_UP.split('{times}')

/** Why a run was left out that was due while no worker ran. */
export const NOTE_LEFT_OUT = 'Nobody was at work when it was due, and it is not made up for.'

/** Why a run is late, and how many `times` it was due meanwhile. */
export const noteOfLate = (times: number) =>
  times > 1 ? MAKES_UP.replace('{times}', String(times)) : LATE

/** A note as it is stored, the way the reader says it. */
export function noteIn(say: Say, note: string): string {
  if (!note.startsWith(BEFORE) || !note.endsWith(AFTER)) return say('kernel', note)
  return say('kernel', MAKES_UP).replace('{times}', note.slice(BEFORE.length, -AFTER.length))
}
