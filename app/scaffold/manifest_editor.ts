import type ts from 'typescript'
import { SourceEditor } from './source_editor.ts'

/** Order in which manifests are written: who it is, what it needs, what it has, what it adds. */
const ORDER = [
  ...['id', 'name', 'description', 'version', 'kernel', 'kind', 'onBootFailure', 'requires'],
  ...['enhances', 'provides', 'consumes', 'tables', 'records', 'resources'],
  ...['subjects', 'routes'],
  ...['publicRoutes', 'permissions', 'menu', 'commands', 'widgets'],
  ...['onboarding', 'samples', 'slots', 'offersSlots'],
  ...['events', 'jobs', 'schedules', 'webhooks', 'reports', 'documents', 'search', 'importers'],
  ...[
    'exporters',
    'lists',
    'mails',
    'settings',
    'secrets',
    'series',
    'drivers',
    'extensions',
    'lang',
  ],
  ...['taxIdentity', 'lifecycle', 'initialState'],
]

/** Adds entries to the `defineModule({ … })` of a module.ts. */
export class ManifestEditor {
  readonly #editor: SourceEditor

  constructor(typescript: typeof ts, file: string, text: string) {
    this.#editor = new SourceEditor(typescript, file, text, ORDER)
  }

  get text(): string {
    return this.#editor.text
  }

  /** Appends to a list: `add('jobs', "() => import('./jobs/remind.ts')")`, `add('events.handles/x@1', …)`. */
  add(path: string, element: string): this {
    this.#editor.addToList(this.#root, path.split('/'), element)
    return this
  }

  /** Adds a key to an object: `set('tables', 'feedback_answers', 'table()')`. */
  set(path: string, key: string, value: string): this {
    this.#editor.addToObject(this.#root, path === '' ? [] : path.split('/'), key, value)
    return this
  }

  /** Imports further names from `@karkhana/kernel/module`. */
  import(...names: string[]): this {
    this.#editor.importNames('@karkhana/kernel/module', names)
    return this
  }

  /** Imports what a file of the module exports by default. */
  importFile(name: string, file: string): this {
    this.#editor.importDefault(name, file)
    return this
  }

  readonly #root = () => this.#editor.argument('defineModule', 0)
}
