import { test } from '@japa/runner'
import {
  documents,
  documentTemplates,
  renderDocument,
  renderPdf,
} from '../../../app/documents/main.ts'
import { sampleDefinition, sampleInvoice, templatesFolder } from './sample_invoice.ts'

test.group('Fake printer', (group) => {
  group.each.setup(() => () => documents.restore())

  test('remembers what would have been printed and starts no browser', async ({ assert }) => {
    const fake = documents.fake()
    const file = await renderPdf('<p>gate pass</p>', { format: 'A5' })

    assert.equal(new TextDecoder().decode(file).slice(0, 5), '%PDF-')
    assert.deepEqual(fake.printed, [{ html: '<p>gate pass</p>', options: { format: 'A5' } }])
    fake.assertPrinted('gate pass')
    fake.assertPrintedCount(1)
  })

  test('tells when the expected document was not printed', async ({ assert }) => {
    const fake = documents.fake()
    fake.assertNothingPrinted()
    assert.throws(() => fake.assertPrinted('gate pass'), /gate pass/)
    await renderPdf('<p>x</p>')
    assert.throws(() => fake.assertNothingPrinted())
  })

  test('a definition prints its own template on its own paper', async ({ assert }) => {
    documentTemplates.mount('sample', templatesFolder)
    const fake = documents.fake()
    await renderDocument({ ...sampleDefinition, format: 'A5' }, sampleInvoice())

    fake.assertPrinted('<body class="A5">')
    assert.equal(fake.printed[0].options.format, 'A5')
  })
})
