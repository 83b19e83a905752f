/** What a process of the deployment is there for. */
export type NodeKind = 'all' | 'web' | 'worker'

/**
 * How a node ended: it was `stopped` in order, its process was `killed` (its connection is gone), or it was `silent`
 * for so long that nobody counts on it: its machine is lost, or the process hangs.
 */
export type NodeEnding = 'stopped' | 'killed' | 'silent'

/** A process that takes work. */
export interface NodeFacts {
  /** UUID; another one after the node was taken for dead. */
  id: string
  kind: NodeKind
  /** Name of the machine. */
  host: string
  pid: number
}

/** A node that is no more. */
export interface EndedNode extends NodeFacts {
  ending: NodeEnding
}

/** What has to be done once a node is no more; called at least once for each, so it must bear repetition. */
export type NodeHook = (node: EndedNode) => Promise<void>
