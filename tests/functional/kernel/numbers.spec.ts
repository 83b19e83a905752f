import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { ModuleRegistry, nextNumber, type Scope } from '@karkhana/kernel'
import { makeWorkshop } from '@karkhana/kernel/testing'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { createBranch } from '../../../app/branches/branches.ts'
import { raiseNextNumber, setNumberFormat } from '../../../app/numbers/formats.ts'
import { measureUsage } from '../../../app/partners/usage.ts'
import { numberOverview } from '../../../app/numbers/overview.ts'

const AT = DateTime.fromISO('2026-11-21T06:00:00Z', { zone: 'utc' })
const clock = () => AT
const registry = () => app.container.make(ModuleRegistry)

const take = (scope: Scope, date = '2026-11-21', series = 'invoicing.invoice') =>
  scope.work((unit) => nextNumber(unit, { series, branch: scope.branch, date }))

const format = async (scope: Scope, pattern: string | null, series = 'invoicing.invoice') =>
  setNumberFormat(scope, await registry(), { series, branchId: null, pattern })

async function secondBranch(scope: Scope) {
  return createBranch(scope, await registry(), {
    code: 'HIN',
    name: 'Hinjawadi',
    addressLine1: '4 Phase One',
    city: 'Pune',
    postalCode: '411057',
    taxId: '27AAPFU0939F1ZV',
    stateCode: '27',
  })
}

test.group('Number series', () => {
  test('thirty documents at once get thirty numbers without a gap', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const numbers = await Promise.all(Array.from({ length: 30 }, () => take(scope)))
    const expected = Array.from(
      { length: 30 },
      (_, at) => `PUN/26-27/${String(at + 1).padStart(5, '0')}`
    )
    assert.deepEqual(numbers.sort(), expected)
  })

  test('a document that fails gives its number back', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    await take(scope)
    await assert.rejects(() =>
      scope.work(async () => {
        await take(scope)
        throw new Error('the document fails')
      })
    )
    assert.equal(await take(scope), 'PUN/26-27/00002')
  })

  test('each organisation and each financial year counts for itself', async ({ assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const scope = await mine.scope()
    await take(scope)
    assert.equal(await take(await other.scope()), 'PUN/26-27/00001')
    assert.equal(await take(scope, '2026-03-31'), 'PUN/25-26/00001')
    assert.equal(await take(scope, '2026-04-01'), 'PUN/26-27/00002')
  })

  test('a series that nobody declares gives no number', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    await assert.rejects(() => take(scope, '2026-11-21', 'test.paper'), /No module declares/)
  })
})

test.group('Number formats', () => {
  test('a new format goes on behind the last number, and the next year begins at one', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope('owner', clock)
    await take(scope)
    await take(scope)
    await format(scope, 'INV-{YYYY}-{0001}')
    assert.equal(await take(scope), 'INV-2026-0003')
    assert.equal(await take(scope, '2027-01-02'), 'INV-2027-0001')
  })

  test('taking the choice back returns to the declared format, counting on', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope('owner', clock)
    await take(scope)
    await format(scope, 'INV-{YYYY}-{0001}')
    await take(scope)
    await format(scope, null)
    assert.equal(await take(scope), 'PUN/26-27/00003')
  })

  test('documents are counted once, whichever formats they were numbered in', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope('owner', clock)
    await take(scope)
    await take(scope)
    await format(scope, 'INV-{YYYY}-{0001}')
    await take(scope)
    assert.equal(Number((await measureUsage(workshop.organisationId))!.documents), 3)
  })

  test('a branch may have a format of its own; the others keep theirs', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const branch = await secondBranch(await workshop.scope())
    const scope = await workshop.scope('owner', clock)
    await setNumberFormat(scope, await registry(), {
      series: 'invoicing.invoice',
      branchId: branch.id,
      pattern: 'H{YY}-{0001}',
    })
    assert.equal(await take(scope.with({ branchId: branch.id })), 'H26-0001')
    assert.equal(await take(scope), 'PUN/26-27/00001')
  })

  test('another organisation keeps its format', async ({ assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    await format(await mine.scope('owner', clock), 'INV-{YYYY}-{0001}')
    assert.equal(await take(await other.scope()), 'PUN/26-27/00001')
  })

  test('a format that the law or arithmetic forbids is refused with what to do', async ({
    assert,
  }) => {
    const scope = await (await makeWorkshop()).scope('owner', clock)
    const refusals = {
      'INV-{YYYY}': /counter is missing/,
      '{0001}-{YYYY}': /must stand at the end/,
      'INV{YYYY}{0001}': /run into the counter/,
      'INV-{0001}': /counted anew each year/,
      'INV-{MM}-{0001}': /same month comes again/,
      'INV-{DD}-{0001}': /\{DD\} is not known/,
      'INVOICE-{YYYY}-{00001}': /18 characters, 16 are allowed/,
      'inv-{YYYY}-{0001}': /is not allowed/,
      'INV {YYYY}-{0001}': /A blank is not allowed/,
      '/{YYYY}-{0001}': /must not begin with/,
    }
    for (const [pattern, message] of Object.entries(refusals)) {
      await assert.rejects(() => format(scope, pattern), message)
    }
    assert.equal(await take(scope), 'PUN/26-27/00001')
  })

  test('branches that would give the same numbers need {BR}; the journal counts per branch', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    await secondBranch(await workshop.scope())
    const scope = await workshop.scope('owner', clock)
    await assert.rejects(() => format(scope, 'INV-{YYYY}-{0001}'), /would give the same numbers/)
    await format(scope, '{BR}-{YYYY}-{0001}')
    await format(scope, 'J{FY}/{0001}', 'accounting.journal')
    assert.equal(await take(scope, '2026-11-21', 'accounting.journal'), 'J26-27/0001')
  })

  test('a branch that is added to a format without {BR} counts along instead of repeating', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    await format(await workshop.scope('owner', clock), 'INV-{YYYY}-{0001}')
    const branch = await secondBranch(await workshop.scope())
    const scope = await workshop.scope('owner', clock)
    assert.equal(await take(scope), 'INV-2026-0001')
    assert.equal(await take(scope.with({ branchId: branch.id })), 'INV-2026-0002')
    const overview = await numberOverview(scope, await registry())
    const invoices = overview.find((series) => series.id === 'invoicing.invoice')!
    assert.deepEqual(invoices.next[0].sharedWith, ['Hinjawadi'])
    assert.equal(invoices.next[1].number, 'INV-2026-0003')
  })

  test('the next number can be raised and never lowered', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope('owner', clock)
    const begin = async (next: number) =>
      raiseNextNumber(scope, await registry(), {
        series: 'invoicing.invoice',
        branchId: scope.branch.id,
        next,
      })
    await begin(431)
    assert.equal(await take(scope), 'PUN/26-27/00431')
    await assert.rejects(() => begin(431), 'PUN/26-27/00431 has been given already.')
    await assert.rejects(() => begin(12_345_678), /18 characters, 16 are allowed/)
    assert.equal(await take(scope), 'PUN/26-27/00432')
  })

  test('documents wait while a format changes, and none is numbered twice', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope('owner', clock)
    const jobs = Array.from({ length: 24 }, (_, at) =>
      at === 9 ? format(scope, 'INV-{YYYY}-{0001}').then(() => null) : take(scope)
    )
    const numbers = (await Promise.all(jobs)).filter((number) => number !== null)
    const counts = numbers.map((number) => Number(/\d+$/.exec(number)![0]))
    assert.deepEqual(
      counts.sort((a, b) => a - b),
      Array.from({ length: 23 }, (_, at) => at + 1)
    )
  })

  test('roles without the permission change nothing', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope('manager', clock)
    await assert.rejects(() => format(scope, 'INV-{YYYY}-{0001}'), 'Your role does not allow this.')
  })
})

/** What a person might do to the numbers of tickets, whose rules leave the most freedom. */
const LITERALS = ['', 'A-', 'T', '26-27/', '2026-', '26/', 'PUN-T26-', 'HIN/']
const TOKENS = ['', '{BR}-', '{FY}/', '{YYYY}-', '{YY}/', '{BR}{YY}-', '{YYYY}{MM}-']
const patterns = fc
  .tuple(fc.constantFrom(...LITERALS), fc.constantFrom(...TOKENS), fc.integer({ min: 1, max: 4 }))
  .map(([literal, tokens, width]) => `${literal}${tokens}{${'1'.padStart(width, '0')}}`)
const DATES = ['2026-03-30', '2026-11-21', '2026-12-31', '2027-01-01', '2027-04-01', '2028-02-29']
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ take: fc.constantFrom(...DATES), branch: fc.nat(1) }) },
  { weight: 3, arbitrary: fc.record({ pattern: patterns, branch: fc.option(fc.nat(1)) }) },
  { weight: 1, arbitrary: fc.record({ raise: fc.integer({ min: 1, max: 30 }), branch: fc.nat(1) }) }
)

test.group('Whatever happens to the formats', () => {
  test('no number comes twice', async ({ assert }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24 }), async (steps) => {
        const workshop = await makeWorkshop()
        await secondBranch(await workshop.scope())
        const scope = await workshop.scope('owner', clock)
        const modules = await registry()
        const series = 'tickets.ticket'
        const given: string[] = []
        for (const each of steps) {
          const branch = each.branch === null ? null : scope.branches[each.branch]
          if ('take' in each) {
            given.push(await take(scope.with({ branchId: branch!.id }), each.take, series))
          } else if ('pattern' in each) {
            const change = { series, branchId: branch?.id ?? null, pattern: each.pattern }
            await setNumberFormat(scope, modules, change).catch(refused)
          } else {
            const raise = { series, branchId: branch!.id, next: each.raise }
            await raiseNextNumber(scope, modules, raise).catch(refused)
          }
        }
        assert.lengthOf([...new Set(given)], given.length, given.join(' '))
      }),
      { numRuns: 40 }
    )
  }).timeout(120_000)
})

/** A refusal is an answer; anything else is a fault. */
function refused(error: { code?: string }) {
  if (!/^E_NUMBER_/.test(error.code ?? '')) throw error
}
