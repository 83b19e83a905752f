import { readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import { labelKey } from '../../../app/lang/label_key.ts'
import { NOTE_LEFT_OUT, noteIn, noteOfLate } from '../../../app/schedules/notes.ts'

const hindi = JSON.parse(
  readFileSync(new URL('../../../app/lang/hi.json', import.meta.url), 'utf8')
) as Record<string, string>

test.group('Notes of scheduled runs', () => {
  test('are stored in English and said in the language of the reader, the number included', ({
    assert,
  }) => {
    const say = (_owner: string, label: string) => hindi[labelKey(label)] ?? label
    assert.equal(noteOfLate(3), 'Nobody was at work when it was due; it makes up for 3 runs.')
    assert.match(noteIn(say, noteOfLate(3)), /^[^a-z]* 3 [^a-z]*$/i)
    assert.equal(noteIn(say, noteOfLate(3)).includes('{times}'), false)
    for (const note of [noteOfLate(1), NOTE_LEFT_OUT]) {
      assert.match(noteIn(say, note), /^[^a-z]+$/i)
    }
    assert.equal(noteIn(say, 'connect ECONNREFUSED'), 'connect ECONNREFUSED')
  })
})
