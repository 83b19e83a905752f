import { Node, type NodeOptions } from './node.ts'
import type { NodeHook } from './declaration.ts'

let node: Node | undefined
const hooks = new Set<NodeHook>()

/**
 * Makes this process known as one that takes work; until {@link stopNode}. Called once, before work is taken.
 * @returns its id
 * @throws when the database does not answer
 */
export async function startNode(options: Omit<NodeOptions, 'hooks'>): Promise<string> {
  if (node) return node.id
  node = new Node({ ...options, hooks })
  try {
    await node.start()
  } catch (error) {
    node = undefined
    throw error
  }
  return node.id
}

/** Says that this process takes no work any more. What it still holds is given to others. */
export async function stopNode(): Promise<void> {
  await node?.stop()
  node = undefined
}

/**
 * The id under which this process takes work now; `null` in one that is no node, a command or a test. Stands in what
 * is taken, and has to stand there still when the work is noted as done: a node that was taken for dead has another
 * id from then on, and what it held is somebody else's.
 */
export function nodeId(): string | null {
  return node?.id ?? null
}

/**
 * Registers what has to be done when a node of the deployment is no more: give its work to others. Called by one of
 * the living nodes, within seconds, and again until it succeeds; so it must bear repetition.
 * @returns what takes it away again
 */
export function onNodeDied(hook: NodeHook): () => void {
  hooks.add(hook)
  return () => void hooks.delete(hook)
}
