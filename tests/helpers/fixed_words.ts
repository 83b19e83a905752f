import { babelParse, parse } from 'vue/compiler-sfc'

/** Words that a person reads, written into the source of a page instead of its texts. */
export interface FixedWords {
  /** The English text; values within it as `${…}`. */
  words: string
  /** How they stand there: between elements, as an attribute, or as a string of an expression. */
  kind: 'text' | 'attribute' | 'string'
  /** Where, in the whole source. */
  start: number
  end: number
}

/** Attributes and properties whose values people read. */
const READ =
  /^(label|verb|empty|title|subtitle|text|placeholder|hint|description|message|caption|help|alt|body|heading|note|aria-?label|.*(-label|Label|-text|Text|-title|Title|-placeholder|Placeholder))$/

/** What has a word in it: a capital at the beginning, or several words. */
const isWords = (value: string) => /^[^a-z]*[A-Z][a-z]|[a-z]{2,}[,.…]? [a-z]/.test(value)

interface Node {
  type: string
  start: number
  end: number
  [key: string]: unknown
}

interface TemplateNode {
  type: number
  tag?: string
  name?: string
  content?: string | { content: string; loc: { start: { offset: number } } }
  loc: { start: { offset: number }; end: { offset: number } }
  props?: TemplateProp[]
  children?: TemplateNode[]
}

interface TemplateProp {
  type: number
  name: string
  arg?: { content: string }
  value?: { content: string }
  exp?: { content: string; loc: { start: { offset: number } } }
  loc: { start: { offset: number }; end: { offset: number } }
}

/** Every fixed English word of a component's template and of the labels in its script. @throws SyntaxError */
export function fixedWords(source: string): FixedWords[] {
  const { descriptor, errors } = parse(source)
  if (errors.length > 0) throw errors[0]
  const found: FixedWords[] = []
  const script = descriptor.scriptSetup
  if (script) found.push(...inScript(script.content, script.loc.start.offset))
  if (descriptor.template?.ast) {
    inTemplate(descriptor.template.ast as unknown as TemplateNode, found)
  }
  return found
}

/** The product is called the same in every language. */
const NAME = 'Karkhana'

/** What these hold is written as it is in every language. */
const AS_IT_IS = ['code', 'kbd', 'pre']

function inTemplate(node: TemplateNode, found: FixedWords[]) {
  if (AS_IT_IS.includes(node.tag ?? '')) return
  if (node.type === 2) {
    const raw = node.content as string
    const words = raw.trim()
    if (/[A-Za-z]{2}/.test(words) && words !== NAME) {
      const start = node.loc.start.offset
      found.push({ words, kind: 'text', start, end: node.loc.end.offset })
    }
  }
  if (node.type === 5) {
    const { content, loc } = node.content as { content: string; loc: { start: { offset: number } } }
    found.push(...inExpression(content, loc.start.offset, true))
  }
  for (const prop of node.props ?? []) {
    const { start, end } = prop.loc
    if (prop.type === 6 && READ.test(prop.name) && /[a-z]{2}/.test(prop.value?.content ?? '')) {
      found.push({
        words: prop.value!.content,
        kind: 'attribute',
        start: start.offset,
        end: end.offset,
      })
    }
    if (prop.type === 7 && prop.exp && (prop.name === 'bind' || prop.name === 'on')) {
      const read = prop.name === 'bind' && READ.test(prop.arg?.content ?? '')
      found.push(...inExpression(prop.exp.content, prop.exp.loc.start.offset, read))
    }
  }
  for (const child of node.children ?? []) inTemplate(child, found)
}

function inScript(content: string, offset: number): FixedWords[] {
  return strings(babelParse(content, OPTIONS), false).map((each) => moved(each, offset))
}

function inExpression(content: string, offset: number, read: boolean): FixedWords[] {
  let tree
  try {
    tree = babelParse(`(${content})`, OPTIONS)
  } catch {
    // Several statements of a handler: they hold no label.
    return []
  }
  return strings(tree, read).map((each) => moved(each, offset - 1))
}

const OPTIONS: Parameters<typeof babelParse>[1] = { sourceType: 'module', plugins: ['typescript'] }

const moved = (each: FixedWords, by: number): FixedWords => ({
  ...each,
  start: each.start + by,
  end: each.end + by,
})

/** Strings that are read: results of an expression that is read itself, and values of properties with such names. */
function strings(tree: unknown, read: boolean): FixedWords[] {
  const found: FixedWords[] = []
  const visit = (value: unknown, wanted: boolean) => {
    if (Array.isArray(value)) for (const each of value) visit(each, wanted)
    else if (isNode(value)) inNode(value, wanted, visit, found)
  }
  visit((tree as { program?: unknown }).program ?? tree, read)
  return found
}

type Visit = (value: unknown, wanted: boolean) => void

function inNode(node: Node, wanted: boolean, visit: Visit, found: FixedWords[]) {
  const add = (words: string) => {
    if (wanted && isWords(words)) {
      found.push({ words, kind: 'string', start: node.start, end: node.end })
    }
  }
  switch (node.type) {
    case 'StringLiteral':
      return add(node.value as string)
    case 'TemplateLiteral':
      return add(templateWords(node))
    case 'ConditionalExpression':
      visit(node.test, false)
      return visit([node.consequent, node.alternate], wanted)
    case 'LogicalExpression':
      visit(node.left, node.operator === '&&' ? false : wanted)
      return visit(node.right, wanted)
    case 'ObjectProperty': {
      const key = node.key as { name?: string; value?: string }
      return visit(node.value, READ.test(key.name ?? key.value ?? ''))
    }
    case 'ArrowFunctionExpression':
    case 'ParenthesizedExpression':
    case 'ExpressionStatement':
    case 'TSAsExpression':
      return visit(node.body ?? node.expression, wanted)
    default:
      if (node.type.startsWith('TS') && !('expression' in node)) return
      for (const [key, value] of Object.entries(node)) {
        if (key !== 'loc' && key !== 'directives') visit(value, node.type === 'Program' && wanted)
      }
  }
}

function templateWords(node: Node): string {
  const quasis = node.quasis as { value: { cooked: string } }[]
  return quasis.map(({ value }) => value.cooked).join('${…}')
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
