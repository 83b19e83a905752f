import { test } from '@japa/runner'
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'vue/compiler-sfc'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
/** A node of a template, as far as it is read here. */
interface Node {
  tag?: string
  props?: { name: string; arg?: { content?: string } }[]
  children?: Node[]
  loc: { start: { line: number } }
}

/** Buttons that are switched off by an attribute, which tells nobody why. */
function silent(node: Node): Node[] {
  const off = node.props?.some(({ name, arg }) => (arg?.content ?? name) === 'disabled')
  const own = off && (node.tag === 'button' || node.tag === 'KButton') ? [node] : []
  return [...own, ...(node.children ?? []).flatMap(silent)]
}

test.group('Disabled buttons', () => {
  test('none is switched off without a reason, in any page or component', ({ assert }) => {
    const files = globSync('{resources,modules/*,plugins/*}/**/*.vue', {
      cwd: ROOT,
      exclude: (name) => name === 'node_modules',
    })
    assert.isAbove(files.length, 150)
    const found = files.flatMap((file) => {
      const { ast } = parse(readFileSync(ROOT + file, 'utf8')).descriptor.template ?? {}
      return ast ? silent(ast as unknown as Node).map(({ loc }) => `${file}:${loc.start.line}`) : []
    })
    assert.deepEqual(found, [])
  })

  test('one that is would be found', ({ assert }) => {
    const { ast } = parse('<template><p><button :disabled="busy">Go</button></p></template>')
      .descriptor.template!
    assert.lengthOf(silent(ast as unknown as Node), 1)
  })
})
