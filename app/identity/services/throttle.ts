/**
 * Counts tries at secrets: passwords, links, codes. Each try is counted before the secret is looked at, in one
 * statement, so that a thousand tries at once are a thousand counted ones; a right secret is forgiven.
 *
 *     const RULE = { name: 'two_factor', free: 5 } // 5 tries, then 30 s, 1 min, 2 min … 1 h between two
 *     const tries = await throttle(RULE, user.id)  // throws TooManyTriesError: 429 with Retry-After
 *     if (right) await tries.forgive()             // forgets this subject
 *
 * Several counters for one try: `throttleAll([[RULE_OF_ONE, email], [RULE_OF_ALL, addressOf(ctx)]])`, the narrow one
 * first. What is refused by one of them counts for none.
 */
import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { KarkhanaError } from '../../errors.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** How many tries, and what then. Times are milliseconds. */
export interface ThrottleRule {
  /** Separates the counters of different rules. */
  name: string
  /** Tries within `window` before the first pause. */
  free: number
  /** Free tries are counted anew after this; 1 h when left out. */
  window?: number
  /** The first pause, 30 s when left out; each further try doubles it. */
  pause?: number
  /** The longest pause; 1 h when left out. */
  longest?: number
  /** A subject that has not tried for so long starts anew, paused before or not; 24 h when left out, and at most. */
  rest?: number
  /** What a right secret takes back: every try of the subject, or this one alone. */
  forgives?: 'all' | 'one'
  /** What the reader can do besides waiting: `or reset the password`. */
  instead?: string
}

/** Tries that were let through. */
export interface Tries {
  /** The names of the rules whose pause began with this try. */
  paused: string[]
  /** The secret was right, or nothing was tried. */
  forgive(): Promise<void>
}

/** Too many tries; the answer is the same whether or not what was tried exists. */
export class TooManyTriesError extends KarkhanaError {
  /** @param until instant from which one more try is let through */
  constructor(until: Date, instead?: string) {
    const seconds = Math.max(1, Math.ceil((until.getTime() - Date.now()) / SECOND))
    const minutes = Math.ceil(seconds / 60)
    const wait = `Wait ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`
    super('E_TOO_MANY_REQUESTS', 429, 'Too many tries.', {
      next: instead ? `${wait}, ${instead}.` : `${wait} and try again.`,
      meta: { retryAfter: seconds },
    })
  }
}

/** Counters older than this are of no use to anybody. */
const FORGOTTEN_AFTER = 24 * HOUR

/**
 * Counts one try of `subject` (an id, an address); see the top of this file.
 * @throws TooManyTriesError
 */
export function throttle(rule: ThrottleRule, subject: string): Promise<Tries> {
  return throttleAll([[rule, subject]])
}

/**
 * Counts one try by several rules, all or none.
 * @throws TooManyTriesError
 */
export async function throttleAll(counters: [ThrottleRule, string][]): Promise<Tries> {
  const taken: { rule: ThrottleRule; key: string; pausedUntil: Date | null }[] = []
  const takeBack = (all: boolean) =>
    Promise.all(taken.map(({ rule, key }) => undo(rule, key, all && rule.forgives !== 'one')))
  for (const [rule, subject] of counters) {
    const key = keyOf(rule, subject)
    const count = await take(rule, key)
    if (!count) {
      await takeBack(false)
      throw new TooManyTriesError(await pauseOf(key), rule.instead)
    }
    taken.push({ rule, key, pausedUntil: count.blocked_until })
  }
  if (Math.random() < CLEANED_UP) await forgetOldTries()
  const paused = taken.filter(({ pausedUntil }) => pausedUntil).map(({ rule }) => rule.name)
  return {
    paused,
    forgive: async () => {
      await takeBack(true)
    },
  }
}

/**
 * The client of a request, for counters: its IP address; of IPv6 the /64, which one subscriber has to themselves.
 */
export function addressOf(ctx: HttpContext): string {
  const ip = ctx.request.ip()
  if (!isIPv6(ip) || ip.startsWith('::ffff:')) return ip.replace('::ffff:', '')
  const [head, tail = ''] = ip.split('::')
  const groups = head ? head.split(':') : []
  const missing = 8 - groups.length - (tail ? tail.split(':').length : 0)
  const full = [...groups, ...Array<string>(ip.includes('::') ? missing : 0).fill('0')]
  return `${[...full, ...tail.split(':')].slice(0, 4).join(':')}::/64`
}

/** Names and addresses are not kept in the clear: the table is no list of who tried what. */
function keyOf(rule: ThrottleRule, subject: string): string {
  return `${rule.name}:${createHash('sha256').update(subject).digest('base64url')}`
}

/**
 * One more try, unless the subject has to wait. The row is locked by the statement, so that of many at once only
 * those that are free go through.
 */
async function take(
  rule: ThrottleRule,
  key: string
): Promise<{ blocked_until: Date | null } | null> {
  const { free, window = HOUR, pause = 30 * SECOND, longest = HOUR, rest = FORGOTTEN_AFTER } = rule
  const { rows } = await db.rawQuery(
    `with rule as (
       select :free::int as free, make_interval(secs => :window) as win, :pause::float8 as pause,
              :longest::float8 as longest, make_interval(secs => :rest) as rest
     )
     insert into sign_in_throttles as t (key, failures, blocked_until, started_at, last_at)
     select :key, 1, case when free <= 1 then now() + make_interval(secs => pause) end, now(), now()
       from rule
     on conflict (key) do update set
       (failures, blocked_until, started_at, last_at) = (
         select n, case when n >= free then
                  now() + make_interval(secs => least(longest, pause * power(2, least(n - free, 30)))) end,
                case when fresh then now() else t.started_at end, now()
           from rule,
           lateral (select (t.failures < free and t.started_at < now() - win)
                           or t.last_at < now() - rest as fresh) f,
           lateral (select case when fresh then 1 else t.failures + 1 end as n) c
       )
     where t.blocked_until is null or t.blocked_until <= now()
     returning blocked_until`,
    {
      key,
      free,
      window: window / SECOND,
      pause: pause / SECOND,
      longest: longest / SECOND,
      rest: rest / SECOND,
    }
  )
  return (rows as { blocked_until: Date | null }[])[0] ?? null
}

async function pauseOf(key: string): Promise<Date> {
  const row = (await db.from('sign_in_throttles').where('key', key).first()) as
    { blocked_until: Date | null } | undefined
  return row?.blocked_until ?? new Date()
}

/** Takes back one try, or all of them; the pause that the try had begun ends with it. */
async function undo(rule: ThrottleRule, key: string, all: boolean) {
  if (all) return db.from('sign_in_throttles').where('key', key).delete()
  return db.rawQuery(
    `update sign_in_throttles
        set failures = greatest(0, failures - 1),
            blocked_until = case when failures - 1 < ? then null else blocked_until end
      where key = ?`,
    [rule.free, key]
  )
}

/** Forgets every try of these subjects: what they guard was opened in another way. */
export async function forgetTries(counters: [ThrottleRule, string][]): Promise<void> {
  const keys = counters.map(([rule, subject]) => keyOf(rule, subject))
  await db.from('sign_in_throttles').whereIn('key', keys).delete()
}

/** Share of the tries that clean up after the others. */
const CLEANED_UP = 0.005
const AT_ONCE = 1000

/** Drops counters that nobody has touched for so long that they would start anew. */
export async function forgetOldTries(): Promise<void> {
  await db.rawQuery(
    `delete from sign_in_throttles where key in (
       select key from sign_in_throttles where last_at < now() - make_interval(secs => ?)
        limit ? for update skip locked)`,
    [(2 * FORGOTTEN_AFTER) / SECOND, AT_ONCE]
  )
}
