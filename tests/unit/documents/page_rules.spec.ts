import { test } from '@japa/runner'
import { pageRules, withPageRules } from '../../../app/documents/page_rules.ts'

test.group('Page rules', () => {
  test('paper is A4 upright unless said otherwise', ({ assert }) => {
    assert.include(pageRules({}), '@page{size:A4;')
    assert.include(pageRules({ format: 'A5', landscape: true }), '@page{size:A5 landscape;')
  })

  test('a receipt has no margins, its length comes from the text', ({ assert }) => {
    assert.equal(
      pageRules({ format: 'receipt-80mm', footer: 'x', pageNumbers: true }),
      '@page{margin:0}'
    )
  })

  test('page numbers and running texts are printed only when asked for', ({ assert }) => {
    assert.notInclude(pageRules({}), '@bottom')
    assert.include(pageRules({ pageNumbers: true }), 'counter(page) " of " counter(pages)')
    assert.include(pageRules({ header: 'Volt', footer: 'PN 42' }), '@top-left{content:"Volt"')
  })

  test('a running text can neither end its string nor the style sheet', ({ assert }) => {
    const rules = pageRules({ footer: '"}</style><script>x</script>\n₹\\' })
    assert.match(rules, /content:"[A-Za-z0-9 .,:/\\-]*";/)
    assert.notMatch(rules, /<|₹/)
  })

  test('the rules stand before those of the document, which therefore win', ({ assert }) => {
    const html = '<!doctype html><html><head lang="en"><style>@page{size:A3}</style></head></html>'
    const printed = withPageRules(html, {})
    assert.isBelow(printed.indexOf('size:A4'), printed.indexOf('size:A3'))
    assert.match(printed, /^<!doctype html><html><head lang="en"><style>@page/)
  })

  test('a fragment without head keeps its doctype first', ({ assert }) => {
    assert.match(
      withPageRules('<!doctype html><p>a', {}),
      /^<!doctype html><style>.*<\/style><p>a$/
    )
    assert.match(withPageRules('<p>a', {}), /^<style>.*<\/style><p>a$/)
  })
})
