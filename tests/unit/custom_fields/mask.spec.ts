import { test } from '@japa/runner'
import { maskExample, maskPattern, maskProblem } from '../../../app/custom_fields/mask.ts'
import { slugFor } from '../../../app/custom_fields/slug.ts'

const fits = (mask: string, text: string) =>
  new RegExp(`^(?:${maskPattern(mask)})$`, 'u').test(text)

test.group('How a text is written', () => {
  test('{0} takes {1}: {2}')
    .with([
      ['F-99', 'F-12', true],
      ['F-99', 'F-123', false],
      ['F-99[9]', 'F-123', true],
      ['AA 9999', 'MH 1234', true],
      ['AA 9999', 'M1 1234', false],
      ['AA 9999', 'आक 1234', true],
      ['**', 'a1', true],
      ['9.9', '1x1', false],
      ['9(9)+{9}', '1(2)+{3}', true],
      ['99/99', '12/34', true],
    ] as [string, string, boolean][])
    .run(({ assert }, [mask, text, expected]) => assert.equal(fits(mask, text), expected))

  test('{$self} cannot be read')
    .with(['F-[99', 'F-99]', '[9[9]]', ']9[', '[9][9][9][9][9]', 'FFF', '#'])
    .run(({ assert }, mask) => assert.isString(maskProblem(mask)))

  test('an example fits its mask', ({ assert }) => {
    for (const mask of ['F-99[9]', 'AA*9', '[A]9/9', '9(9)']) {
      assert.isNull(maskProblem(mask), mask)
      assert.isTrue(fits(mask, maskExample(mask)), mask)
    }
  })

  test('a long text is judged at once, whatever the mask', ({ assert }) => {
    const mask = `${'[9*]'.repeat(4)}${'*'.repeat(40)}`
    assert.isNull(maskProblem(mask))
    const before = process.cpuUsage()
    assert.isFalse(fits(mask, '1'.repeat(500)))
    // One that tries every way to read the mask is at it for years
    assert.isBelow(process.cpuUsage(before).user / 1_000, 1_000)
  })
})

test.group('Names of values', () => {
  test('{0} becomes {1}')
    .with([
      ['Fleet number', 'fleet_number'],
      ['  Café & Bar! ', 'cafe_bar'],
      ['Driver’s phone', 'drivers_phone'],
      ['2nd owner', 'field_2nd_owner'],
      ['बेड़ा', 'field'],
      ['toString', 'tostring'],
      ['Constructor', 'constructor_field'],
      ['__proto__', 'proto'],
    ])
    .run(({ assert }, [label, slug]) => assert.equal(slugFor(label, new Set(), 'field'), slug))

  test('a name is given once, and is never too long', ({ assert }) => {
    const taken = new Set(['fleet', 'fleet_2'])
    assert.equal(slugFor('Fleet', taken, 'field'), 'fleet_3')
    const long = slugFor('a'.repeat(80), new Set(['a'.repeat(40)]), 'field')
    assert.equal(long, `${'a'.repeat(38)}_2`)
  })
})
