export { nodeId, onNodeDied, startNode, stopNode } from './this_node.ts'
export type { EndedNode, NodeEnding, NodeFacts, NodeHook, NodeKind } from './declaration.ts'
