import { test } from '@japa/runner'
import type { FieldDeclaration } from '../../../app/fields/declaration.ts'
import { fieldProblems } from '../../../app/fields/problems.ts'
import { fieldText } from '../../../app/fields/text.ts'

type Declared = FieldDeclaration & { default?: unknown }
const field = (changes: Partial<Declared>): Declared => ({
  key: 'it',
  label: 'It',
  kind: 'text',
  ...changes,
})

test.group('Declared fields', () => {
  test('are told what is wrong with them: {expected}')
    .with([
      { changes: { key: 'baseUrl' }, expected: /lower-case letters/ },
      { changes: { kind: 'choice' as const }, expected: /offers no options/ },
      { changes: { options: [{ value: 'a', label: 'A' }] }, expected: /is no choice/ },
      {
        changes: {
          kind: 'choice' as const,
          options: [
            { value: 'a', label: 'A' },
            { value: 'a', label: 'B' },
          ],
        },
        expected: /an option twice/,
      },
      { changes: { min: 5, max: 4 }, expected: /min above max/ },
      { changes: { kind: 'date' as const, min: 1 }, expected: /has no min and max/ },
      { changes: { pattern: '[A-Z]+' }, expected: /give an example/ },
      { changes: { pattern: '[A-Z', example: 'A' }, expected: /cannot be read/ },
      { changes: { pattern: '[A-Z]+', example: 'a' }, expected: /its pattern refuses/ },
      { changes: { kind: 'integer' as const, pattern: '1', example: '1' }, expected: /is no text/ },
      { changes: { kind: 'integer' as const, default: 'ten' }, expected: /refuses itself/ },
      { changes: { kind: 'number' as const, default: '1.50' }, expected: /as "1\.5"/ },
    ])
    .run(({ assert }, { changes, expected }) => {
      const [problem, ...more] = fieldProblems([field(changes)])
      assert.match(problem, expected)
      assert.isEmpty(more)
    })

  test('are fine with all that fits together, and each key once', ({ assert }) => {
    const sound = [
      field({ pattern: '[A-Z]{6}', example: 'KARKHN', default: 'VOLTWH' }),
      field({ key: 'fee', kind: 'money', min: 0, default: 100 }),
      field({ key: 'on', kind: 'switch', default: false }),
      field({ key: 'day', kind: 'date', default: null }),
    ]
    assert.isEmpty(fieldProblems(sound))
    assert.match(fieldProblems([field({}), field({})])[0], /declared twice/)
  })

  test('show their values in words', ({ assert }) => {
    const options = [{ value: 'easy', label: 'Easy going' }]
    assert.equal(fieldText(field({ kind: 'money' }), 1_23_456_07), '₹1,23,456.07')
    assert.equal(fieldText(field({ kind: 'date' }), '2026-11-20'), '20-11-2026')
    assert.equal(fieldText(field({ kind: 'switch' }), false), 'No')
    assert.equal(fieldText(field({ kind: 'choice', options }), 'easy'), 'Easy going')
    assert.equal(fieldText(field({ kind: 'choice', options }), 'gone'), 'gone')
    assert.isNull(fieldText(field({}), ''))
  })
})
