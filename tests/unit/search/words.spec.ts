import { test } from '@japa/runner'
import { sourceProblems } from '../../../app/search/index/problems.ts'
import { lexemesOf, runsOf } from '../../../app/search/index/lexemes.ts'
import { marksIn } from '../../../app/search/marks.ts'
import { typedText } from '../../../app/search/question.ts'
import { distance } from '../../../app/search/similar.ts'
import { phoneDigits, plain, soundOf, wordsOf } from '../../../app/search/words.ts'

test.group('Words of the search', () => {
  for (const [hindi, latin] of [
    ...[
      ['सुनील', 'Sunil'],
      ['सुनिल', 'Suneel'],
      ['राजेश', 'Rajesh'],
      ['शर्मा', 'Sharma'],
    ],
    ...[
      ['कुलकर्णी', 'Kulkarni'],
      ['लक्ष्मी', 'Laxmi'],
      ['चंद्रकांत', 'Chandrakant'],
      ['सिंह', 'Singh'],
    ],
    ...[
      ['अमरजीत', 'Amarjeet'],
      ['ज्ञानेश्वर', 'Dnyaneshwar'],
      ['ज़ाहिद', 'Zahid'],
      ['फातिमा', 'Fatima'],
    ],
    ...[
      ['महिंद्रा', 'Mahindra'],
      ['वैभव', 'Vaibhav'],
      ['शेख', 'Sheikh'],
      ['देशमुख', 'Deshmukh'],
    ],
  ]) {
    test(`${hindi} sounds as ${latin}`, ({ assert }) => {
      assert.isNotNull(soundOf(plain(hindi)))
      assert.equal(soundOf(plain(hindi)), soundOf(plain(latin)))
    })
  }

  test('different names sound differently', ({ assert }) => {
    const names = ['Sunil', 'Anil', 'Sunita', 'Rajesh', 'Rakesh', 'Patil', 'Patel', 'Mane', 'Mohan']
    const sounds = new Set(names.map((name) => soundOf(plain(name))))
    assert.lengthOf([...sounds], names.length)
  })

  test('are the same with nukta, joiners and accents or without', ({ assert }) => {
    assert.equal(plain('क़लम'), plain('कलम'))
    assert.equal(plain('शर्\u200Dमा'), plain('शर्मा'))
    assert.equal(plain('चाँद'), plain('चांद'))
    assert.equal(plain('Renée'), 'renee')
    assert.deepEqual(wordsOf('Raj Kumar, raj'), ['raj', 'kumar'])
  })

  test('phones are their last ten digits, and nothing else is a phone', ({ assert }) => {
    for (const phone of ['+91 98220 12345', '098220-12345', '919822012345', '(98220) 12345']) {
      assert.equal(phoneDigits(phone), '9822012345', phone)
    }
    assert.equal(phoneDigits('2345'), '2345')
    for (const none of ['234', 'MH12AB1234', 'PUN-T26-00001', '']) assert.isNull(phoneDigits(none))
  })

  test('codes are found by each run of four signs', ({ assert }) => {
    assert.deepEqual(runsOf('mh12a'), ['mh12', 'h12a'])
    assert.deepEqual(runsOf('abc'), [])
    const { lexemes, words } = lexemesOf('0a0a0a0a', {
      ...{ title: 'Sunil', codes: ['MH 12 A'], phones: ['+919822012345'], words: [] },
      ...{ ownerId: null, branchId: undefined },
    })
    assert.includeMembers(lexemes, ['0a0a0a0asunil', '0a0a0a0a=mh12a', '0a0a0a0a#2201'])
    assert.isTrue(lexemes.every((each) => each.startsWith('0a0a0a0a') && !/['\\\s:]/.test(each)))
    assert.deepEqual(words, ['sunil'])
  })

  test('what was typed is marked, in codes across their blanks', ({ assert }) => {
    const marked = (text: string, typed: string) =>
      marksIn(text, typedText(typed)).map(([from, to]) => text.slice(from, to))
    assert.deepEqual(marked('Raj Kumar', 'raj ku'), ['Raj', 'Ku'])
    assert.deepEqual(marked('MH 12 AB 1234', '12ab12'), ['12 AB 12'])
    assert.deepEqual(marked('+91 98220 12345', '9822012345'), ['98220 12345'])
    assert.deepEqual(marked('सुनील शर्मा', 'sunil'), ['सुनील'])
    assert.deepEqual(marked('Nobody', 'raj'), [])
  })

  test('slips are letters changed, left out, put in or swapped', ({ assert }) => {
    assert.equal(distance('hundai', 'hyundai'), 1)
    assert.equal(distance('shrama', 'sharma'), 1)
    assert.equal(distance('raj', 'raj'), 0)
    assert.equal(distance('', 'raj'), 3)
  })
})

test.group('A search that is not sound', () => {
  const module = { id: 'feedback', tables: { feedback_surveys: {} }, requires: { contacts: '*' } }
  const all = [
    { id: 'contacts', tables: { contacts_contacts: {} } },
    { id: 'accounting', tables: { accounting_entries: {} } },
  ]
  const source = {
    ...{ id: 'feedback.surveys', label: 'Surveys', icon: 'i', permission: 'p', title: 't.number' },
    ...{ table: 'feedback_surveys', href: '/feedback/:id' },
  }
  const problems = (changes: object) =>
    sourceProblems({ ...source, ...changes }, module as never, all as never)

  test('names what is wrong, and a sound one nothing', ({ assert }) => {
    const customer = { table: 'contacts_contacts', on: 't.contact_id' }
    assert.deepEqual(problems({ joins: { customer } }), [])
    assert.match(problems({ table: 'contacts_contacts' })[0], /no table of the module/)
    assert.match(problems({ href: '/feedback' })[0], /":id"/)
    assert.match(
      problems({ joins: { e: { table: 'accounting_entries', on: 't.entry_id' } } })[0],
      /requires/
    )
    assert.match(problems({ joins: { customer: { ...customer, on: 'x.id' } } })[0], /before it/)
    assert.match(problems({ joins: { t: customer } })[0], /name "t"/)
  })
})
