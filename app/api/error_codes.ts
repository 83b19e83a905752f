import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type typescript from 'typescript'

/** A stable code that programs may be answered with. */
export interface ErrorCode {
  code: string
  /** HTTP statuses that it comes with; empty where the place that raises it does not say. */
  statuses: number[]
  /** What is said with it, in English; `…` stands for values. */
  messages: string[]
  /** `kernel`, or ids of modules. */
  owners: string[]
}

/** Page of the documentation, relative to the root. */
export const ERROR_PAGE = 'docs/api_errors.md'

/** Sources whose errors reach programs. */
const SOURCES = ['app/**/*.ts', 'modules/**/*.ts', 'plugins/**/*.ts']
/** Tools of authors, tests, and what only runs in a shell. */
const NOT_ANSWERED =
  /\/(tests|testing|console|commands|scaffold|packages|migrations|api_report|catalogue|check)\/|node_modules/
const CODE = /^E_[A-Z][A-Z0-9_]*$/

/** Every code that the sources below `root` raise. */
export async function errorCodes(root: string): Promise<ErrorCode[]> {
  const { default: ts } = await import('typescript')
  const found = new Map<string, ErrorCode>()
  for (const pattern of SOURCES) {
    for await (const path of glob(pattern, { cwd: root })) {
      if (NOT_ANSWERED.test(`/${path}`)) continue
      const text = await readFile(join(root, path), 'utf8')
      if (!text.includes(`'E_`)) continue
      const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
      const [top, module] = path.split('/')
      collect(ts, source, top === 'app' ? 'kernel' : module, found)
    }
  }
  return [...found.values()].sort((a, b) => (a.code < b.code ? -1 : 1))
}

function collect(
  ts: typeof typescript,
  source: typescript.SourceFile,
  owner: string,
  found: Map<string, ErrorCode>
) {
  const visit = (node: typescript.Node) => {
    if (ts.isStringLiteral(node) && CODE.test(node.text)) note(ts, node, owner, found)
    ts.forEachChild(node, visit)
  }
  visit(source)
}

function note(
  ts: typeof typescript,
  literal: typescript.StringLiteral,
  owner: string,
  found: Map<string, ErrorCode>
) {
  const { text: code, parent } = literal
  const known = found.get(code) ?? { code, statuses: [], messages: [], owners: [] }
  const raised =
    (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.arguments?.[0] === literal
      ? [...parent.arguments.slice(1)]
      : []
  const [second] = raised
  if (raised.length > 0) {
    // A RuleError says no status: it is always 422.
    const status = second && ts.isNumericLiteral(second) ? Number(second.text) : 422
    add(known.statuses, status)
  }
  const message = raised.find(
    (each) => ts.isStringLiteralLike(each) || ts.isTemplateExpression(each)
  )
  if (message) add(known.messages, wordsOf(ts, message))
  add(known.owners, owner)
  known.statuses.sort((a, b) => a - b)
  known.owners.sort()
  found.set(code, known)
}

function add<Value>(list: Value[], value: Value) {
  if (!list.includes(value)) list.push(value)
}

function wordsOf(ts: typeof typescript, message: typescript.Expression): string {
  if (ts.isStringLiteralLike(message)) return message.text
  if (!ts.isTemplateExpression(message)) return ''
  return [message.head.text, ...message.templateSpans.map(({ literal }) => literal.text)].join('…')
}

/** The codes as a page of the documentation. */
export function errorPage(codes: readonly ErrorCode[]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
  const rows = codes
    .filter(({ statuses }) => statuses.length === 0 || statuses.some((status) => status < 500))
    .map(
      ({ code, statuses, messages, owners }) =>
        `| \`${code}\` | ${statuses.join(', ')} | ${owners.join(', ')} | ${cell(messages.join(' · '))} |`
    )
  return `# Codes of problems

Written by \`openapi:errors\` from the sources. A code never changes its meaning; sentences may be worded better. Everything that is broken
inside is answered 500 \`E_INTERNAL\` or with a code of its own, and with the id of the request.

| code | status | raised by | what is said |
| ---- | ------ | --------- | ------------ |
${rows.join('\n')}
`
}
