import { test } from '@japa/runner'
import { defineModule, table, type TableDeclaration } from '@karkhana/kernel/module'
import { dataProblems } from '../../../app/data/check.ts'

/** A module with one table. */
const loyalty = (declaration: Partial<TableDeclaration>) =>
  defineModule({
    id: 'loyalty',
    name: 'Loyalty',
    description: 'Points for visits.',
    version: '1.0.0',
    kernel: '^0.1.0',
    kind: 'app',
    tables: { loyalty_cards: table(declaration) },
  })

const problemsOf = (declaration: Partial<TableDeclaration>) => {
  const module = loyalty(declaration)
  return dataProblems(module, [module])
}

test.group('What a module says about people', () => {
  test('is sound when it says what goes, and by which law the rest stays', ({ assert }) => {
    assert.deepEqual(problemsOf({}), [])
    assert.deepEqual(
      problemsOf({
        personal: { nickname: 'clear', receipt: 'keep', booked_by: 'actor' },
        retention: { keep: 'P8Y', law: 'CGST Act s.36' },
        subjects: { 'kernel.member': 'member_id' },
      }),
      []
    )
  })

  test('cannot keep anything without a law and a time', ({ assert }) => {
    assert.match(problemsOf({ personal: { receipt: 'keep' } }).join(), /does not say why/)
    assert.match(
      problemsOf({
        personal: { receipt: 'keep' },
        retention: { keep: null, law: 'CGST Act s.36' },
      }).join(),
      /keeps receipt/
    )
    assert.match(
      problemsOf({ retention: { keep: null, then: 'delete' } }).join(),
      /"then: delete" without a time/
    )
  })

  test('names kinds of people and tables that exist', ({ assert }) => {
    const problems = problemsOf({
      personal: { nickname: 'clear' },
      subjects: {
        'loyalty.guest': 'guest_id',
        'contacts.contact': { via: 'contacts_contacts', key: 'id', column: 'id' },
      },
    }).join('\n')
    assert.match(problems, /about "loyalty.guest", which nobody declares/)
    assert.match(problems, /by "contacts_contacts", which is no table of the module/)
    assert.notMatch(problems, /about "contacts.contact"/, 'contacts is not installed here')
  })

  test('says something of the people that its rows are about', ({ assert }) => {
    assert.match(
      problemsOf({ subjects: { 'kernel.member': 'member_id' } }).join(),
      /says nothing personal/
    )
  })
})
