import { test } from '@japa/runner'
import { segmentsOf } from '../../../app/messages/templates/segments.ts'

test.group('Segments of a text message', () => {
  test('are counted as the network counts them: {text}')
    .with([
      { text: 'nothing', given: '', expected: ['gsm', 0, 0] },
      { text: '160 plain characters', given: 'a'.repeat(160), expected: ['gsm', 160, 1] },
      { text: '161 plain characters', given: 'a'.repeat(161), expected: ['gsm', 161, 2] },
      { text: '306 plain characters', given: 'a'.repeat(306), expected: ['gsm', 306, 2] },
      { text: '307 plain characters', given: 'a'.repeat(307), expected: ['gsm', 307, 3] },
      { text: 'a euro counts twice', given: `${'a'.repeat(159)}€`, expected: ['gsm', 161, 2] },
      { text: '70 letters of Hindi', given: 'क'.repeat(70), expected: ['unicode', 70, 1] },
      { text: '71 letters of Hindi', given: 'क'.repeat(71), expected: ['unicode', 71, 2] },
      { text: 'one rupee sign', given: `${'a'.repeat(70)}₹`, expected: ['unicode', 71, 2] },
      { text: 'an emoji counts twice', given: `${'क'.repeat(69)}🛵`, expected: ['unicode', 71, 2] },
    ])
    .run(({ assert }, { given, expected }) => {
      const { alphabet, characters, count } = segmentsOf(given)
      assert.deepEqual([alphabet, characters, count], expected)
    })
})
