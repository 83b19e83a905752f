import { test } from '@japa/runner'
import { labelIn } from '../../../app/lang/translate.ts'
import type { ImportView } from '../../../app/transfer/import_record.ts'
import { importIn } from '../../../app/transfer/transfer_words.ts'

const REASON = 'This is not an e-mail address. It looks like name@example.com.'

test.group('Words of an import', () => {
  test('why rows were refused is said in the language of the reader, one by one and together', ({
    assert,
  }) => {
    const view = {
      importer: 'contacts.contacts',
      label: 'Contacts',
      columns: [],
      problems: [{ row: 2, column: 'Phone', reason: REASON }],
      repeated: [{ key: 'phone', column: 'Phone', value: 'x', reason: REASON, count: 3 }],
      failure: null,
    } as unknown as ImportView
    const { problems, repeated } = importIn((owner, label) => labelIn('hi', owner, label), view)
    const said = { column: 'फ़ोन', reason: 'यह ई-मेल पता नहीं है। ऐसे लिखें: name@example.com' }
    assert.deepInclude(problems[0], said)
    assert.deepInclude(repeated[0], { ...said, key: 'phone', value: 'x' })
  })
})
