import { errors } from '@vinejs/vine'
import { test } from '@japa/runner'
import type { FieldDeclaration } from '../../../app/fields/declaration.ts'
import { defaultsOf, fieldSchema } from '../../../app/fields/schema.ts'

const field = (kind: FieldDeclaration['kind'], more: Partial<FieldDeclaration> = {}) =>
  ({ key: 'it', label: 'It', kind, ...more }) as FieldDeclaration

/** What is told about `it`, or the value that was read. */
async function read(declared: FieldDeclaration, it: unknown) {
  try {
    return { value: (await fieldSchema([declared]).validate({ it })).it }
  } catch (error) {
    if (!(error instanceof errors.E_VALIDATION_ERROR)) throw error
    return { problem: error.messages[0].message as string, field: error.messages[0].field }
  }
}

const COLOURS = [
  { value: 'red', label: 'Red' },
  { value: 'blue', label: 'Blue' },
]

test.group('Reading fields', () => {
  test('reads a {kind} written as {given}')
    .with([
      { kind: 'text', given: '  Bay 4 ', value: 'Bay 4' },
      { kind: 'multiline', given: 'one\ntwo', value: 'one\ntwo' },
      { kind: 'integer', given: '12', value: 12 },
      { kind: 'integer', given: -3, value: -3 },
      { kind: 'number', given: '1.50', value: '1.5' },
      { kind: 'number', given: 0.1, value: '0.1' },
      { kind: 'money', given: 125050, value: 125050 },
      { kind: 'money', given: '125050', value: 125050 },
      { kind: 'date', given: '2026-02-28', value: '2026-02-28' },
      { kind: 'switch', given: 'true', value: true },
      { kind: 'switch', given: false, value: false },
      { kind: 'switch', given: undefined, value: false },
      { kind: 'choice', given: 'red', value: 'red' },
      { kind: 'email', given: 'raj@example.com', value: 'raj@example.com' },
      { kind: 'phone', given: '098220 12345', value: '+919822012345' },
      { kind: 'phone', given: '+44 20 7946 0958', value: '+442079460958' },
      { kind: 'url', given: 'https://sms.example.com/v1', value: 'https://sms.example.com/v1' },
      { kind: 'text', given: '   ', value: null },
      { kind: 'date', given: '', value: null },
      { kind: 'integer', given: undefined, value: null },
    ] as const)
    .run(async ({ assert }, { kind, given, value }) => {
      assert.deepEqual(await read(field(kind, { options: COLOURS }), given), { value })
    })

  test('refuses a {kind} written as {given} and says what to do')
    .with([
      { kind: 'text', given: 'a\nb', problem: /line break/ },
      { kind: 'text', given: 'x'.repeat(501), problem: /500 characters at most/ },
      { kind: 'text', given: ['a'], problem: /single value/ },
      { kind: 'integer', given: '1.5', problem: /whole number/ },
      { kind: 'integer', given: 2 ** 53, problem: /whole number/ },
      { kind: 'number', given: '1.1234567', problem: /six decimals/ },
      { kind: 'number', given: 'ten', problem: /number/ },
      { kind: 'money', given: 12.5, problem: /amount/ },
      { kind: 'date', given: '2026-02-30', problem: /YYYY-MM-DD/ },
      { kind: 'date', given: '28-02-2026', problem: /YYYY-MM-DD/ },
      { kind: 'switch', given: 'maybe', problem: /yes or no/ },
      { kind: 'choice', given: 'green', problem: /one of the values offered/ },
      { kind: 'email', given: 'raj', problem: /name@example\.com/ },
      { kind: 'phone', given: '12345', problem: /Ten digits/ },
      { kind: 'url', given: 'javascript:alert(1)', problem: /https:/ },
    ] as const)
    .run(async ({ assert }, { kind, given, problem }) => {
      const answer = await read(field(kind, { options: COLOURS }), given)
      assert.equal(answer.field, 'it')
      assert.match(answer.problem ?? '', problem)
    })

  test('keeps to the limits of the declaration and tells them in its unit', async ({ assert }) => {
    const amount = field('money', { min: 0, max: 50_000_00 })
    assert.deepEqual(await read(amount, 0), { value: 0 })
    assert.match((await read(amount, -1)).problem!, /₹0\.00 or more/)
    assert.match((await read(amount, 50_000_01)).problem!, /₹50,000\.00 or less/)
    const share = field('number', { min: 0, max: 100 })
    assert.deepEqual(await read(share, '100.00'), { value: '100' })
    assert.match((await read(share, '100.01')).problem!, /100 or less/)
    const code = field('text', { pattern: '[A-Z]{6}', example: 'KARKHN' })
    assert.deepEqual(await read(code, 'ABCDEF'), { value: 'ABCDEF' })
    assert.match((await read(code, 'ABCDEFG')).problem!, /looks like KARKHN/)
    assert.match((await read(field('text', { min: 3 }), 'ab')).problem!, /3 characters or more/)
  })

  test('asks for what is required, except that a switch is off', async ({ assert }) => {
    for (const given of [undefined, null, '', ' ']) {
      assert.match((await read(field('text', { required: true }), given)).problem!, /missing/)
      assert.deepEqual(await read(field('switch', { required: true }), given), { value: false })
    }
  })

  test('leaves out what no field names, and in a part what is not given', async ({ assert }) => {
    const fields = [field('text', { required: true }), field('switch', { key: 'on' })]
    const whole = await fieldSchema(fields).validate({ it: 'a', other: 1 })
    assert.deepEqual(whole, { it: 'a', on: false })
    const part = fieldSchema(fields, { partial: true })
    assert.deepEqual(await part.validate({ on: true }), { on: true })
    await assert.rejects(() => part.validate({ it: null }))
  })

  test('has a value for every field while nobody chooses one', ({ assert }) => {
    const fields = [
      { ...field('integer'), default: 30 },
      field('switch', { key: 'on' }),
      field('date', { key: 'day' }),
    ]
    assert.deepEqual(defaultsOf(fields), { it: 30, on: false, day: null })
  })
})
