import { test } from '@japa/runner'
import { RESERVED_IDS } from '../../../app/scaffold/reserved_ids.ts'
import { moduleId, nameForms, nounForms, nounOf, pluralOf } from '../../../app/scaffold/names.ts'

test.group('Names of modules and records', () => {
  test('"{0}" is an id')
    .with(['feedback', 'sms-gateway', 'a1', 'b2b-orders'])
    .run(({ assert }, id) => assert.equal(moduleId(id), id))

  test('"{id}" is refused: {why}')
    .with([
      { id: '', why: /is no id/ },
      { id: 'Feedback', why: /is no id.*/ },
      { id: 'my_plugin', why: /is no id/ },
      { id: '9lives', why: /is no id/ },
      { id: 'a--b', why: /is no id/ },
      { id: '../evil', why: /is no id/ },
      { id: 'a'.repeat(41), why: /40 characters at most/ },
      { id: 'kernel', why: /a name of the kernel/ },
      { id: 'settings', why: /a name of the kernel/ },
    ])
    .run(({ assert }, { id, why }) => assert.throws(() => moduleId(id), why))

  test('a wrong id is answered with a right one', ({ assert }) => {
    try {
      moduleId('My Service_Notes')
      assert.fail('was taken')
    } catch (error) {
      assert.equal((error as { next: string }).next, 'For example: my-service-notes')
    }
  })

  test('a name has one form for every place it is written in', ({ assert }) => {
    for (const typed of ['Service note', 'service_note', 'serviceNote', 'service-note']) {
      assert.deepEqual(nameForms(typed), {
        words: 'service note',
        Words: 'Service note',
        snake: 'service_note',
        dash: 'service-note',
        camel: 'serviceNote',
        pascal: 'ServiceNote',
      })
    }
    assert.throws(() => nameForms('रसीद'), /is no name/)
    assert.throws(() => nameForms("x'; drop table"), /is no name/)
    assert.throws(() => nameForms('2nd'), /is no name/)
  })

  test('a record is named in the singular: {0} is answered with {1}')
    .with([
      ['tools', 'tool'],
      ['gate passes', 'gate pass'],
      ['entries', 'entry'],
      ['boxes', 'box'],
    ] as const)
    .run(({ assert }, [many, one]) => {
      try {
        nounForms(many)
        assert.fail('was taken')
      } catch (error) {
        assert.match((error as Error).message, /is more than one/)
        assert.equal((error as { next: string }).next, `For example: ${one}`)
      }
    })

  test('{$self} ends like a plural and is one record')
    .with(['chassis', 'glass', 'bonus', 'lens', 'sms'])
    .run(({ assert }, word) => assert.equal(nounForms(word).words, word))

  test('{0} in the plural is {1}')
    .with([
      ['inspection', 'inspections'],
      ['entry', 'entries'],
      ['day', 'days'],
      ['box', 'boxes'],
      ['branch', 'branches'],
    ] as const)
    .run(({ assert }, [one, many]) => assert.equal(pluralOf(one), many))

  test('the record of a module follows from its id where the id is a plural', ({ assert }) => {
    assert.equal(nounOf('service-notes'), 'service note')
    assert.equal(nounOf('warranties'), 'warranty')
    assert.equal(nounOf('boxes'), 'box')
    assert.equal(nounOf('loyalty'), 'entry')
    assert.equal(nounOf('process'), 'entry')
  })

  test('words that the generated code uses are no records', ({ assert }) => {
    for (const noun of ['scope', 'Record', 'class']) {
      assert.throws(() => nounForms(noun), /already means something/)
    }
    assert.equal(nounForms('entry').one, 'an entry')
  })

  test('every reserved id could be typed as one', ({ assert }) => {
    for (const id of RESERVED_IDS) assert.match(id, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
  })
})
