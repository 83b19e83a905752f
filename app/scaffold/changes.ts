import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ScaffoldExistsError } from './errors.ts'
import { fillStub, type Tokens } from './stub.ts'
import { formatted } from './tooling.ts'

/** A file that is created or changed, relative to the root of the checkout. */
export interface ChangedFile {
  path: string
  action: 'create' | 'change'
}

/**
 * Files to write, all or none: everything is worked out and checked before the first one is written, so that a name
 * that is taken leaves nothing half done.
 */
export class Changes {
  readonly #texts = new Map<string, { text: string; action: ChangedFile['action'] }>()

  /** @param root of the checkout; the paths of the other methods are relative to it */
  constructor(readonly root: string) {}

  /** Creates a file from a stub. */
  async stub(path: string, stub: string, tokens: Tokens): Promise<void> {
    this.create(path, await fillStub(stub, tokens))
  }

  /** Creates a file. */
  create(path: string, text: string): void {
    this.#texts.set(path, { text, action: 'create' })
  }

  /** Changes a file, also one that an earlier change of the same set made. */
  async edit(path: string, change: (text: string) => string): Promise<void> {
    const text = await this.read(path)
    const action = this.#texts.get(path)?.action ?? 'change'
    this.#texts.set(path, { text: change(text), action })
  }

  /** Whether the file is there, or will be. */
  has(path: string): boolean {
    return this.#texts.has(path) || existsSync(join(this.root, path))
  }

  /** The text of a file as it will be. */
  async read(path: string): Promise<string> {
    return this.#texts.get(path)?.text ?? (await readFile(join(this.root, path), 'utf8'))
  }

  /**
   * Writes everything, formatted.
   * @param dryRun only tells what would be written
   * @throws ScaffoldExistsError when a file to create is there already; nothing is written then
   */
  async write({ dryRun = false } = {}): Promise<ChangedFile[]> {
    const taken = [...this.#texts]
      .filter(([path, { action }]) => action === 'create' && existsSync(join(this.root, path)))
      .map(([path]) => path)
    if (taken.length > 0) throw new ScaffoldExistsError(taken)

    const files = await Promise.all(
      [...this.#texts].map(async ([path, { text, action }]) => {
        const file = join(this.root, path)
        return { path, action, file, text: await formatted(file, text) }
      })
    )
    for (const { file, text } of dryRun ? [] : files) {
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, text)
    }
    return files.map(({ path, action }) => ({ path, action }))
  }
}
